/* Screens what was typed for classification marks before an editor's form is really sent.
   Refused afterwards, it would be gone with everything typed since the last save: going back brings plain fields
   back, but no rich text. This way all of it stays. */
(() => {
  "use strict";
  const address = document.currentScript.dataset.address;
  const TYPED = "textarea, input:not([type]), input[type=text], input[type=url], input[type=email], [contenteditable]";
  const AROUND = ".w-field__wrapper, .gk-field, .w-panel, fieldset";
  const screened = new WeakSet();

  const texts = (form, submitter) => {
    const data = new FormData(form, submitter);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    return data;
  };

  const named = (element) => {
    let around = element && element.closest(AROUND);
    for (; around; around = around.parentElement && around.parentElement.closest(AROUND)) {
      const label = around.querySelector("label, .w-panel__heading, legend");
      const said = label ? label.textContent.replace(/[*\s]+/g, " ").trim() : "";
      if (said) return said;
    }
    return "";
  };

  const place = (form, name) => {
    const found = name && form.elements.namedItem(name);
    const field = found && (found.length ? found[0] : found);
    return [named(field), field && field.closest(AROUND)];
  };

  /* Wagtail's editor of rich text has no name of its own for those who cannot see what stands above it. */
  const nameEditors = () => {
    for (const editor of document.querySelectorAll("[contenteditable][role=textbox]:not([aria-label])")) {
      editor.setAttribute("aria-label", named(editor) || "正文");
    }
  };

  const told = (form, answer) => {
    form.querySelectorAll(".gk-screened").forEach((old) => old.remove());
    const box = document.createElement("div");
    box.className = "gk-wb gk-screened";
    box.tabIndex = -1;
    box.setAttribute("role", "alert");
    const inner = box.appendChild(document.createElement("div"));
    inner.className = "gk-box gk-box--bad";
    const list = inner.appendChild(document.createElement("div"));
    const head = list.appendChild(document.createElement("h2"));
    head.textContent = "还没有保存，您填的内容都还在这一页";
    for (const reason of answer.reasons || [{ message: answer.error_message, remedy: "" }]) {
      const [where, around] = place(form, reason.field);
      const line = list.appendChild(document.createElement("p"));
      line.textContent = `${where ? `“${where}”：` : ""}${reason.message}${reason.remedy}`;
      if (around) {
        const link = line.appendChild(document.createElement("a"));
        link.href = "#";
        link.textContent = "到这一处";
        link.addEventListener("click", (event) => {
          event.preventDefault();
          around.scrollIntoView({ block: "center" });
          const field = around.querySelector(`[contenteditable], ${TYPED}`);
          if (field) field.focus({ preventScroll: true });
        });
      }
    }
    form.prepend(box);
    box.scrollIntoView({ block: "center" });
    box.focus({ preventScroll: true });
  };

  document.addEventListener("submit", (event) => {
    const question = event.target.dataset && event.target.dataset.confirm;
    if (!question || window.confirm(question)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (screened.delete(form) || event.defaultPrevented || !form.matches("form[data-edit-form]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const submitter = event.submitter;
    let answer = null;
    try {
      const options = { method: "POST", body: texts(form, submitter), headers: { Accept: "application/json" } };
      const patience = AbortSignal.timeout(8000);
      const response = await fetch(address, { ...options, credentials: "same-origin", signal: patience });
      if (response.status === 409) answer = await response.json();
    } catch { /* No answer: the form itself will be screened all the same. */ }
    if (answer) {
      if (submitter) submitter.setAttribute("data-w-progress-loading-value", "false");
      told(form, answer);
      return;
    }
    screened.add(form);
    form.requestSubmit(submitter);
  }, true);

  /* A form that came back with errors opens at the first of them. */
  document.addEventListener("DOMContentLoaded", () => {
    const form = document.querySelector("form[data-edit-form]");
    nameEditors();
    if (form) new MutationObserver(nameEditors).observe(form, { childList: true, subtree: true });
    const bad = document.querySelector(".gk-field--bad, .gk-refusal");
    if (!bad) return;
    const field = bad.querySelector("input:not([type=hidden]), select, textarea");
    bad.scrollIntoView({ block: "center" });
    if (field) field.focus({ preventScroll: true });
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest("a[data-back]");
    if (!link || history.length < 2) return;
    event.preventDefault();
    history.back();
  });
})();
