// A multiple select as chips and a search: what is chosen stands as chips, typing finds the rest by any of its names.
// The select stays in the form and is what is sent; without this script it is the select itself that is used.
(() => {
  const SHOWN = 12;
  const plain = (text) => text.normalize("NFKC").replace(/\s+/g, "").toLowerCase();
  const make = (tag, attributes, ...inside) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...inside);
    return made;
  };

  const build = (select) => {
    const label = document.querySelector(`label[for="${select.id}"]`);
    const name = label ? label.textContent.trim() : "";
    const list = make("ul", { class: "sv-pick__list", id: `${select.id}-list`, role: "listbox", "aria-label": name, hidden: "" });
    const input = make("input", {
      class: "gk-input", id: `${select.id}-search`, type: "text", role: "combobox", autocomplete: "off", placeholder: "输入全称、简称查找",
      "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id, "aria-label": name,
    });
    for (const key of ["aria-describedby", "aria-invalid"]) if (select.hasAttribute(key)) input.setAttribute(key, select.getAttribute(key));
    if (select.dataset.place) input.dataset.place = select.dataset.place;
    input.disabled = select.matches(":disabled");
    const chips = make("ul", { class: "sv-pick__chips", "aria-label": `${name}：已选` });
    const said = make("p", { class: "gk-vh", role: "status" });
    let at = -1;
    let found = [];

    const mark = (next) => {
      at = next;
      [...list.children].forEach((row, index) => row.setAttribute("aria-selected", String(index === at)));
      if (at < 0) input.removeAttribute("aria-activedescendant");
      else {
        input.setAttribute("aria-activedescendant", list.children[at].id);
        list.children[at].scrollIntoView({ block: "nearest" });
      }
    };
    const close = () => {
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
      mark(-1);
    };
    const open = () => {
      const asked = plain(input.value);
      const all = [...select.options].filter((one) => !one.selected && plain(`${one.text} ${one.dataset.names || ""}`).includes(asked));
      found = all.slice(0, SHOWN);
      list.replaceChildren(...found.map((one, index) => make("li", { id: `${list.id}-${index}`, role: "option", "aria-selected": "false" }, one.text)));
      const rest = all.length > SHOWN ? `，先列 ${SHOWN} 个，再多输几个字` : "";
      said.textContent = all.length ? `找到 ${all.length} 个单位${rest}` : "没有叫这个名字的单位";
      list.hidden = found.length === 0;
      input.setAttribute("aria-expanded", String(!list.hidden));
      mark(asked && found.length ? 0 : -1);
      input.classList.toggle("is-unknown", asked !== "" && all.length === 0);
    };
    const draw = () => {
      chips.replaceChildren(...[...select.selectedOptions].map((one) => {
        if (input.disabled) return make("li", { class: "sv-pick__chip" }, one.text);
        const remove = make("button", { type: "button", "aria-label": `移除 ${one.text}` }, "×");
        remove.addEventListener("click", () => set(one, false, `已移除 ${one.text}`));
        return make("li", { class: "sv-pick__chip" }, one.text, remove);
      }));
      chips.hidden = chips.children.length === 0;
    };
    const set = (one, chosen, words) => {
      one.selected = chosen;
      input.value = "";
      draw();
      close();
      said.textContent = words;
      input.focus();
      select.dispatchEvent(new Event("change", { bubbles: true }));
    };
    const take = (index) => { if (found[index]) set(found[index], true, `已选 ${found[index].text}`); };

    input.addEventListener("input", open);
    input.addEventListener("click", open);
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (event) => {
      const last = [...select.selectedOptions].at(-1);
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (list.hidden) open();
        const step = event.key === "ArrowDown" ? 1 : -1;
        if (found.length) mark((at + step + found.length + (at < 0 && step < 0 ? 1 : 0)) % found.length);
      } else if (event.key === "Enter") {
        event.preventDefault(); // or the whole page would be sent while somebody looks for a unit
        if (!list.hidden) take(at);
      } else if (event.key === "Escape" && !list.hidden) {
        event.stopPropagation();
        close();
      } else if (event.key === "Backspace" && !input.value && last) set(last, false, `已移除 ${last.text}`);
    });
    list.addEventListener("mousedown", (event) => {
      event.preventDefault(); // the focus stays in the search
      take([...list.children].indexOf(event.target.closest("[role=option]")));
    });

    if (label) label.htmlFor = input.id;
    select.hidden = true;
    select.after(make("div", { class: "sv-pick" }, chips, input, list, said));
    select.parentElement.querySelectorAll("[data-without-script]").forEach((hint) => hint.remove());
    draw();
  };

  document.querySelectorAll("select[multiple][data-picker]").forEach(build);
})();
