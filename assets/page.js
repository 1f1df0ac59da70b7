// What is nicer with a script. Every page works without it.

// Times in the reader's own zone.
for (const time of document.querySelectorAll("time[data-local]")) {
  const format = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" });
  time.textContent = format.format(new Date(time.dateTime));
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
