"""The demonstration: the fictional 示例省交通运输厅, told through the same use cases that people use."""
