// Lists whose rows can be ticked: a box that ticks all of them, and how many are ticked. Without it each box works alone.
for (const form of document.querySelectorAll("[data-select-many]")) {
  const boxes = [...form.querySelectorAll(".tracker-select__box")];
  const status = form.querySelector(".tracker-bulk__count");
  const place = form.querySelector(".tracker-bulk__all");
  if (boxes.length > 1) {
    const many = form.dataset.selectMany;
    const label = document.createElement("label");
    label.className = "tracker-select tracker-select--all";
    const all = Object.assign(document.createElement("input"), { type: "checkbox", className: "tracker-select__all" });
    label.append(all, ` All ${boxes.length} ${many} on this page`);
    place.append(label);
    const tell = () => {
      const count = boxes.filter((box) => box.checked).length;
      all.checked = count === boxes.length;
      all.indeterminate = count > 0 && count < boxes.length;
      status.textContent = count ? `${count} ticked` : "";
    };
    all.addEventListener("change", () => {
      for (const box of boxes) {
        box.checked = all.checked;
      }
      tell();
    });
    form.addEventListener("change", tell);
    tell();
  }
}
