// Search. The index is a script of its own, which is loaded when somebody goes to the field: it works without any network, and
// from a disk, where pages may fetch nothing. Without script the field stays hidden, and the contents are on every page.
const form = document.querySelector(".search");
const field = form.querySelector("input");
const panel = document.querySelector(".found");
const list = panel.querySelector("ol");
const count = panel.querySelector("p");
const MOST = 20;

// As installer/docs/search-index.ts does.
const fold = (text) =>
  text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replaceAll("œ", "oe").replaceAll("’", "'");

let loading;
const load = () => {
  loading ??= new Promise((resolve) => {
    const script = document.createElement("script");
    script.src = form.dataset.index;
    script.onload = () => resolve(globalThis.docsIndex);
    document.head.append(script);
  });
  return loading;
};

// How well a section fits: 0 if a word is missing; words of its heading, and of the page's title, count for more.
const rate = (terms, title, heading, words) => {
  let sum = 0;
  for (const term of terms) {
    if (!words.includes(` ${term}`) && !title.includes(` ${term}`)) return 0;
    sum += 1;
    if (words.includes(` ${term} `)) sum += 1;
    if (heading.includes(` ${term}`)) sum += 6;
    if (title.includes(` ${term}`)) sum += 3;
  }
  return sum;
};

const search = async (typed) => {
  const index = await load();
  const terms = fold(typed).match(/[\p{L}\p{N}][\p{L}\p{N}._-]*/gu) ?? [];
  const found = [];
  for (const [address, title, sections] of index)
    for (const [anchor, heading, beginning, words] of sections) {
      const rating = rate(terms, ` ${fold(title)} `, ` ${fold(heading)} `, ` ${words} `);
      if (rating > 0) found.push({ rating, address, title, anchor, heading, beginning });
    }
  return found.sort((a, b) => b.rating - a.rating);
};

const show = (found) => {
  const { none, one, many } = form.dataset;
  count.textContent = found.length === 0 ? none : found.length === 1 ? one : many.replace("{n}", String(found.length));
  list.replaceChildren(
    ...found.slice(0, MOST).map(({ address, title, anchor, heading, beginning }) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = `${form.dataset.root}/${address}#${anchor}`;
      link.textContent = heading === title ? title : `${title} › ${heading}`;
      const text = document.createElement("span");
      text.textContent = beginning;
      item.append(link, text);
      return item;
    }),
  );
};

let turn = 0;
const ask = async () => {
  turn += 1;
  const mine = turn;
  const typed = field.value.trim();
  if (typed.length < 2) {
    panel.hidden = true;
    return;
  }
  const found = await search(typed);
  if (mine !== turn) return;
  panel.hidden = false;
  show(found);
};

// Beside a long page the contents scroll by themselves: they begin where this page stands.
const contents = document.querySelector("#contents");
const here = contents.querySelector("[aria-current]");
if (here && getComputedStyle(contents).position === "sticky") contents.scrollTop = here.offsetTop - contents.clientHeight / 2;

form.hidden = false;
form.addEventListener("submit", (event) => {
  event.preventDefault();
  ask();
});
field.addEventListener("focus", load);
field.addEventListener("input", ask);
field.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  field.value = "";
  ask();
});
