// A page that changes by itself follows without being loaded anew; without script, the browser loads it again.
const PERIOD_MS = 1000;
/** Answers that may fail to come before the page says so. */
const MAX_FAILURES = 5;
let failures = 0;

const partsOf = (page) => ({ screen: page.querySelector("[data-screen]")?.dataset.screen, live: page.getElementById("live") });

const look = async () => {
  const response = await fetch("/", { headers: { accept: "text/html" }, cache: "no-store" });
  const next = partsOf(new DOMParser().parseFromString(await response.text(), "text/html"));
  const now = partsOf(document);
  if (next.screen !== now.screen) return location.replace("/");
  if (next.live.innerHTML !== now.live.innerHTML) now.live.replaceChildren(...next.live.childNodes);
};

const follow = async () => {
  const gone = document.querySelector("[data-gone]");
  try {
    await look();
    failures = 0;
  } catch {
    failures += 1;
  }
  gone.hidden = failures < MAX_FAILURES;
  setTimeout(follow, PERIOD_MS);
};
setTimeout(follow, PERIOD_MS);
