// The tour of a first visit, one step at a time. Nothing takes the focus until somebody presses a button; then it goes to
// the step that they asked for, and after the last one to the page itself.
function start(panel) {
  const steps = [...panel.querySelectorAll(".tracker-tour__step")];
  const [back, next, end] = ["back", "next", "end"].map((name) => panel.querySelector(`.tracker-tour__${name}`));
  const form = panel.querySelector("form");
  let place = 0;

  function show(wanted, moveFocus = true) {
    place = Math.max(0, Math.min(wanted, steps.length - 1));
    const isLast = place === steps.length - 1;
    steps.forEach((step, index) => step.classList.toggle("tracker-tour__step--shown", index === place));
    back.hidden = place === 0;
    next.hidden = isLast;
    end.textContent = isLast ? "Finish" : "Skip the tour";
    if (moveFocus) {
      steps[place].querySelector(".tracker-tour__heading").focus();
    }
  }

  async function finish(event) {
    event.preventDefault();
    const content = new FormData(form);
    content.append("quiet", "yes"); // no page follows that could show a notice
    try {
      const answer = await fetch(form.action, { method: "POST", body: content, redirect: "manual" });
      if (answer.type !== "opaqueredirect") {
        throw new Error(`The service answered ${answer.status}.`);
      }
    } catch {
      form.submit(); // the page that follows says what is wrong
      return;
    }
    panel.remove();
    const heading = document.querySelector("main h1");
    heading.tabIndex = -1;
    heading.focus();
  }

  back.addEventListener("click", () => show(place - 1));
  next.addEventListener("click", () => show(place + 1));
  form.addEventListener("submit", finish);
  panel.addEventListener("keydown", (event) => event.key === "Escape" && form.requestSubmit());
  show(0, false);
}

document.querySelectorAll("[data-tour]").forEach(start);
