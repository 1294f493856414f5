// Light up in the source what the field in focus was read from. Without this script the 「看原文」 links do it.
(() => {
  const pane = document.querySelector(".sv-source__text");
  if (!pane) return;
  let lit = null;
  const show = (key) => {
    const mark = document.getElementById(`s-${key}`);
    if (lit) lit.classList.remove("is-lit");
    lit = mark;
    if (!mark) return;
    mark.classList.add("is-lit");
    pane.scrollTop += mark.getBoundingClientRect().top - pane.getBoundingClientRect().top - pane.clientHeight / 3;
  };
  document.addEventListener("focusin", (event) => {
    const field = event.target.closest("[data-place]");
    if (field) show(field.dataset.place);
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#s-"]');
    if (!link) return;
    event.preventDefault();
    show(link.getAttribute("href").slice(3));
    if (matchMedia("(max-width: 63.99rem)").matches) pane.scrollIntoView({ block: "start" });
  });
})();
