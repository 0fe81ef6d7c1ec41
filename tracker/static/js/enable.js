// Runs before the page is drawn: the design system shows its enhanced form only where scripts run.
document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) {
  document.body.classList.add("nhsuk-frontend-supported");
}
