// What pages do besides: keep drafts, find the search box, tick all, scroll, cut a portrait, decide by keys. All work without it.
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

  // Ticks: `data-all` names the boxes of its form, `ids` where it is empty; and how many are chosen.
  for (const all of document.querySelectorAll("[data-all]")) {
    const form = all.closest("form");
    const name = all.dataset.all || "ids";
    const boxes = () => [...form.querySelectorAll(`input[type=checkbox][name=${name}]`)];
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

  // What is wider than its place is scrolled by keys too; what fits takes no stop on the way.
  const stops = new ResizeObserver((seen) => {
    for (const { target } of seen) {
      if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
    }
  });
  for (const scroller of document.querySelectorAll(".table-responsive")) stops.observe(scroller);

  // Likely doubles: what may be the same is looked for while one types, and shown over the button.
  for (const form of document.querySelectorAll("form[data-look]")) {
    const place = form.querySelector("[data-found]");
    let timer = 0;
    const look = async () => {
      try {
        const answer = await fetch(form.dataset.look, { method: "POST", body: new FormData(form) });
        if (answer.ok) place.innerHTML = await answer.text();
      } catch {
        // the line is down: they are looked for once more when the form is sent
      }
    };
    form.addEventListener("change", (event) => {
      if (!["phone", "address", "item", "district"].includes(event.target.name)) return;
      clearTimeout(timer);
      timer = setTimeout(look, 300);
    });
  }

  // What is shown for a while alone goes by itself.
  for (const shown of document.querySelectorAll("[data-until]")) {
    setTimeout(() => { shown.textContent = shown.dataset.masked; }, shown.dataset.until * 1000);
  }

  // Slips are printed from the page that shows them once.
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }

  // A portrait is cut on the page: a 5:7 frame to drag, size and move by keys; four hidden fields say where.
  for (const area of document.querySelectorAll("[data-crop]")) {
    const file = document.getElementById(area.dataset.crop);
    const { form } = file;
    const [picture, frame, size] = ["img", ".frame", "input[type=range]"].map((one) => area.querySelector(one));
    const blind = form.querySelector("[data-crop-blind]");
    const cut = { x: 0, y: 0, part: 1 };
    let held = null;
    const show = () => {
      const [wide, high] = [picture.naturalWidth, picture.naturalHeight];
      const most = Math.min(wide, high * 5 / 7);
      const w = most * cut.part / wide;
      const h = most * cut.part * 7 / 5 / high;
      cut.x = Math.min(Math.max(cut.x, 0), 1 - w);
      cut.y = Math.min(Math.max(cut.y, 0), 1 - h);
      const places = { x: cut.x, y: cut.y, w, h };
      for (const name of Object.keys(places)) form.elements[name].value = places[name].toFixed(6);
      frame.style.left = `${cut.x * 100}%`;
      frame.style.top = `${cut.y * 100}%`;
      frame.style.width = `${w * 100}%`;
      frame.style.height = `${h * 100}%`;
      size.value = Math.round(cut.part * 100);
      return [w, h];
    };
    const resize = (part) => { // about its middle
      const [w, h] = show();
      const middle = [cut.x + w / 2, cut.y + h / 2];
      cut.part = Math.min(Math.max(part, 0.15), 1);
      const after = show();
      [cut.x, cut.y] = [middle[0] - after[0] / 2, middle[1] - after[1] / 2];
      show();
    };
    picture.addEventListener("load", () => {
      [area.hidden, blind.hidden] = [false, true];
      cut.part = 1;
      const [w, h] = show();
      [cut.x, cut.y] = [(1 - w) / 2, (1 - h) / 2];
      show();
    });
    const forget = () => { for (const name of ["x", "y", "w", "h"]) form.elements[name].value = ""; };
    picture.addEventListener("error", () => { [area.hidden, blind.hidden] = [true, false]; forget(); });
    file.addEventListener("change", () => {
      forget();
      area.hidden = true;
      const chosen = file.files[0];
      if (!chosen) return;
      const reader = new FileReader();
      reader.addEventListener("load", () => { picture.src = reader.result; });
      reader.readAsDataURL(chosen);
    });
    size.addEventListener("input", () => resize(size.value / 100));
    frame.addEventListener("pointerdown", (event) => {
      held = { at: [event.clientX, event.clientY], from: { ...cut }, grip: event.target !== frame };
      frame.setPointerCapture(event.pointerId);
      event.preventDefault();
      frame.focus();
    });
    frame.addEventListener("pointermove", (event) => {
      if (!held) return;
      const box = picture.getBoundingClientRect();
      const [dx, dy] = [(event.clientX - held.at[0]) / box.width, (event.clientY - held.at[1]) / box.height];
      if (held.grip) {
        const most = Math.min(picture.naturalWidth, picture.naturalHeight * 5 / 7) / picture.naturalWidth;
        const room = Math.min((1 - held.from.x) / most, (1 - held.from.y) * box.height / (most * box.width * 7 / 5));
        cut.part = Math.max(0.15, Math.min(held.from.part + dx / most, room, 1));
      } else {
        [cut.x, cut.y] = [held.from.x + dx, held.from.y + dy];
      }
      show();
    });
    for (const end of ["pointerup", "pointercancel"]) frame.addEventListener(end, () => { held = null; });
    frame.addEventListener("keydown", (event) => {
      const step = event.shiftKey ? 0.1 : 0.02;
      const by = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key];
      if (by) [cut.x, cut.y] = [cut.x + by[0], cut.y + by[1]];
      else if (event.key === "+" || event.key === "=") resize(cut.part + 0.05);
      else if (event.key === "-") resize(cut.part - 0.05);
      else return;
      event.preventDefault();
      show();
    });
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
