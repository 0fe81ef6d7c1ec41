// Starts the design system's behaviour, here and in whatever htmx or an update of the page brings in later.
// Its address stands in the page, because static files carry a hash in their name.
const { initAll } = await import(document.getElementById("nhsuk-module").href);

initAll();

// "/" leads to the search, unless somebody is typing.
document.addEventListener("keydown", (event) => {
  const field = document.getElementById("search-field");
  const isTyping = event.target.closest?.("input, select, textarea, [contenteditable]");
  if (event.key === "/" && field && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    field.focus();
  }
});

document.body.addEventListener("htmx:afterSwap", (event) => {
  initAll({ scope: event.detail.target.parentElement ?? document.body });
});

document.body.addEventListener("live:updated", (event) => {
  const onError = (error) => error.name === "InitError" || console.error(error); // what was there before has started
  initAll({ scope: event.detail.target, onError });
});

// On paper nothing stays folded away; the style sheet does it where a browser knows `details-content`.
const unfolded = [];

addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll("main details:not([open])")) {
    details.open = true;
    unfolded.push(details);
  }
});

addEventListener("afterprint", () => {
  for (const details of unfolded.splice(0)) {
    details.open = false;
  }
});
