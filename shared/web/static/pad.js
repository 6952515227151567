// The pad: a finger's strokes as points of a fixed measure, drawn as one SVG path that fits its place
// however the phone is turned. A hidden field carries them; what stands there already is drawn again.
(() => {
  "use strict";
  for (const pad of document.querySelectorAll("[data-pad]")) {
    const field = document.getElementById(pad.dataset.pad);
    const svg = pad.querySelector("svg");
    const path = svg.querySelector("path");
    const { width, height } = svg.viewBox.baseVal;
    const near = 2; // points closer than that say nothing new
    let strokes = [];
    let pointer = null;

    const draw = () => {
      const line = ([first, ...rest]) => `M${first}` + (rest.length ? rest : [first]).map((at) => `L${at}`).join("");
      path.setAttribute("d", strokes.map(line).join(""));
      field.value = strokes.length ? JSON.stringify(strokes) : "";
      svg.setAttribute("aria-label", strokes.length ? svg.dataset.drawn : svg.dataset.empty);
    };
    const restore = () => {
      try {
        strokes = JSON.parse(field.value || "[]");
        draw();
      } catch {
        strokes = [];
        draw();
      }
    };
    const within = (value, most) => Math.min(Math.max(Math.round(value), 0), most);
    const place = (event) => {
      const box = svg.getBoundingClientRect();
      const x = ((event.clientX - box.left) / box.width) * width;
      const y = ((event.clientY - box.top) / box.height) * height;
      return [within(x, width), within(y, height)];
    };

    svg.addEventListener("pointerdown", (event) => {
      if (pointer !== null || event.button > 0) return;
      event.preventDefault();
      pointer = event.pointerId;
      svg.setPointerCapture(pointer);
      strokes.push([place(event)]);
      draw();
    });
    svg.addEventListener("pointermove", (event) => {
      if (event.pointerId !== pointer) return;
      const stroke = strokes[strokes.length - 1];
      for (const part of event.getCoalescedEvents?.() ?? [event]) {
        const [x, y] = place(part);
        const [lastX, lastY] = stroke[stroke.length - 1];
        if (Math.hypot(x - lastX, y - lastY) >= near) stroke.push([x, y]);
      }
      draw();
    });
    for (const end of ["pointerup", "pointercancel"]) {
      svg.addEventListener(end, (event) => { if (event.pointerId === pointer) pointer = null; });
    }
    field.form.querySelector("[data-pad-clear]").addEventListener("click", () => { strokes = []; draw(); });
    addEventListener("pageshow", restore); // also when the page comes back as it was left
    for (const part of field.form.querySelectorAll("[data-with-pad]")) part.hidden = false;
    for (const part of field.form.querySelectorAll("[data-without-pad]")) part.hidden = true;
    restore();
  }
})();
