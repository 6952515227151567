// What pages do besides: keep drafts, find the search box, tick all, decide by keys. All work without it.
(() => {
  "use strict";
  const body = document.body;

  // Errors are read out first.
  document.querySelector("[data-focus]")?.focus();

  // Drafts: two seconds after the last sign, and when the page is left.
  for (const form of document.querySelectorAll("form[data-draft]")) {
    let timer = 0;
    let changed = false;
    const said = document.createElement("p");
    said.className = "soft small";
    said.setAttribute("role", "status");
    form.append(said);
    const fields = () => {
      const data = new FormData(form);
      const kept = new URLSearchParams();
      for (const [name, value] of data) if (typeof value === "string") kept.append(name, value);
      return kept;
    };
    const save = async (leaving) => {
      if (!changed) return;
      changed = false;
      try {
        const answer = await fetch(form.dataset.draft, {
          method: "POST", body: fields(), keepalive: leaving, headers: { Accept: "application/json" },
        });
        if (answer.ok) said.textContent = (await answer.json()).saved;
      } catch {
        changed = true; // the line is down: what is typed still stands in the page
      }
    };
    form.addEventListener("input", () => {
      changed = true;
      clearTimeout(timer);
      timer = setTimeout(save, 2000);
    });
    form.addEventListener("submit", () => { changed = false; clearTimeout(timer); });
    addEventListener("pagehide", () => save(true));
  }

  // Ticks: the page's, and how many are chosen.
  for (const all of document.querySelectorAll("[data-all]")) {
    const form = all.closest("form");
    const boxes = () => [...form.querySelectorAll("input[type=checkbox][name=ids]")];
    const show = () => {
      const ticked = boxes().filter((box) => box.checked).length;
      all.checked = ticked > 0 && ticked === boxes().length;
      all.indeterminate = ticked > 0 && !all.checked;
      for (const box of boxes()) box.closest("tr")?.classList.toggle("on", box.checked);
      for (const count of form.querySelectorAll("[data-count]")) count.textContent = ticked;
    };
    all.addEventListener("change", () => { for (const box of boxes()) box.checked = all.checked; show(); });
    form.addEventListener("change", show);
    show();
  }

  // Who came: all at once, and how many.
  for (const all of document.querySelectorAll("[data-all-people]")) {
    const form = all.closest("form");
    const boxes = () => [...form.querySelectorAll("input[type=checkbox][name=people]")];
    const show = () => {
      const ticked = boxes().filter((box) => box.checked).length;
      all.checked = ticked > 0 && ticked === boxes().length;
      for (const count of form.querySelectorAll("[data-ticked]")) count.textContent = ticked;
    };
    all.addEventListener("change", () => { for (const box of boxes()) box.checked = all.checked; show(); });
    form.addEventListener("change", show);
    show();
  }

  // One value for all lines: `data-same="end"` fills each empty or equal field named `end-…`.
  for (const first of document.querySelectorAll("[data-same]")) {
    let before = first.value;
    first.addEventListener("input", () => {
      for (const field of document.querySelectorAll(`[data-follows="${first.dataset.same}"]`)) {
        if (field.value === before || field.value === "") field.value = first.value;
      }
      before = first.value;
    });
  }

  // Slips are printed from the page that shows them once.
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }

  // Keys: / and Ctrl+K find; on a desk J and K go on, A and H decide. None while one types.
  const typing = (target) => target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
  addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    const find = document.querySelector("[data-search]");
    if (event.key === "k" && (event.ctrlKey || event.metaKey) && find) {
      event.preventDefault();
      find.click();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (event.key === "/" && find) {
      event.preventDefault();
      (document.getElementById("q") ?? find).focus();
      if (document.activeElement === find) find.click();
      return;
    }
    if (body.dataset.keys === "off") return;
    const target = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (target) {
      event.preventDefault();
      target.click();
    }
  });
})();
