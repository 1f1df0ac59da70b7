// What is nicer with a script. Every page works without it.

// Times in the reader's own zone.
for (const time of document.querySelectorAll("time[data-local]")) {
  const { lang } = document.documentElement;
  const format = new Intl.DateTimeFormat(lang, { dateStyle: "long", timeStyle: "short" });
  const moment = format.format(new Date(time.dateTime));
  // What Intl does not know: in French the first of a month is an ordinal number, in Spanish one o'clock is a singular.
  time.textContent = lang === "fr" ? moment.replace(/^1 /, "1er ") : moment.replace(" a las 1:", " a la 1:");
}

// Texts that are copied.
for (const button of document.querySelectorAll("button[data-copies]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).textContent);
    button.textContent = button.dataset.done;
  });
}

// Links that another app is given.
for (const button of document.querySelectorAll("button[data-shares]")) {
  button.hidden = !navigator.share;
  button.addEventListener("click", () => {
    const { shares: url, title } = button.dataset;
    navigator.share({ url, title }).catch(() => {});
  });
}

// Passwords that are shown while a button is pressed in.
for (const button of document.querySelectorAll("button[data-shows]")) {
  const field = document.getElementById(button.dataset.shows);
  button.hidden = false;
  button.addEventListener("click", () => {
    const isShown = field.type === "text";
    field.type = isShown ? "password" : "text";
    button.setAttribute("aria-pressed", String(!isShown));
  });
}

// Where somebody has to sign in, nothing is kept of the chat of whoever was signed in before.
if (document.querySelector('form[action="/account/sign-in"]')) {
  localStorage.clear();
  sessionStorage.clear();
  indexedDB.databases?.().then((all) => {
    for (const { name } of all) indexedDB.deleteDatabase(name);
  });
}

// Pictures that are cut to a square, and made small, before they are sent.
const SIDE = 320;
for (const input of document.querySelectorAll("input[data-square]")) {
  input.addEventListener("change", async () => {
    const [file] = input.files;
    const image = file && (await createImageBitmap(file).catch(() => undefined));
    if (!image) return;
    const canvas = Object.assign(document.createElement("canvas"), { width: SIDE, height: SIDE });
    const cut = Math.min(image.width, image.height);
    const context = canvas.getContext("2d");
    context.fillStyle = "#fff";
    context.fillRect(0, 0, SIDE, SIDE);
    const [left, top] = [(image.width - cut) / 2, (image.height - cut) / 2];
    context.drawImage(image, left, top, cut, cut, 0, 0, SIDE, SIDE);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.85));
    const chosen = new DataTransfer();
    chosen.items.add(new File([blob], "picture.jpg", { type: "image/jpeg" }));
    input.files = chosen.files;
    const preview = document.getElementById(input.dataset.square);
    preview.src = canvas.toDataURL("image/jpeg", 0.85);
    preview.hidden = false;
  });
}
