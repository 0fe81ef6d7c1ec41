// Turns the static picture of each chart into an interactive one when it comes into view. Without scripts, or when
// anything here fails, the picture and the table stay. Expressions go through the interpreter (`ast`), so that the
// content security policy needs no unsafe-eval; no style element is added, for the same reason.
const loading = new Map();

function loadScript(address) {
  if (!loading.has(address)) {
    loading.set(
      address,
      new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = address;
        script.addEventListener("load", resolve);
        script.addEventListener("error", () => reject(new Error(`Could not load ${address}`)));
        document.head.append(script);
      }),
    );
  }
  return loading.get(address);
}

async function mount(picture) {
  for (const address of picture.dataset.scripts.split(" ")) {
    await loadScript(address); // in order: each needs the one before
  }
  const spec = JSON.parse(document.getElementById(picture.dataset.chart).textContent);
  const stage = document.createElement("div");
  stage.className = "tracker-chart__stage";
  picture.after(stage);
  try {
    await window.vegaEmbed(stage, spec, {
      ast: true,
      actions: false,
      defaultStyle: false,
      renderer: "svg",
      tooltip: { disableDefaultStyle: true },
    });
    stage.setAttribute("role", "img");
    stage.setAttribute("aria-label", picture.getAttribute("aria-label"));
    picture.hidden = true;
    picture.dataset.mounted = "yes"; // an update of the page whose data differ brings the picture back without this
  } catch (error) {
    stage.remove();
    console.error("The interactive chart could not be drawn; its picture stays.", error);
  }
}

const whenSeen = new IntersectionObserver((entries) => {
  for (const entry of entries.filter((seen) => seen.isIntersecting)) {
    whenSeen.unobserve(entry.target);
    mount(entry.target);
  }
});

function watch(scope) {
  scope.querySelectorAll("[data-chart]:not([data-mounted])").forEach((picture) => whenSeen.observe(picture));
}

watch(document);
document.body.addEventListener("htmx:afterSwap", (event) => watch(event.detail.target));
document.body.addEventListener("live:updated", (event) => watch(event.detail.target));
