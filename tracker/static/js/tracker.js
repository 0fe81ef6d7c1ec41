// Starts the design system's behaviour, here and in whatever htmx brings in later.
// Its address stands in the page, because static files carry a hash in their name.
const { initAll } = await import(document.getElementById("nhsuk-module").href);

initAll();

document.body.addEventListener("htmx:afterSwap", (event) => {
  initAll({ scope: event.detail.target.parentElement ?? document.body });
});
