// The chat: converse.js with the settings of this server, signed in as whoever is signed in on the pages.

const settings = JSON.parse(document.body.dataset.settings);
const { texts } = settings;

const show = (id) => {
  for (const state of document.querySelectorAll(".state")) state.hidden = state.id !== id;
  for (const name of ["converse-root", ".welcome"]) document.querySelector(name).hidden = id !== undefined;
};

// An element that exists already is left alone: two of these would load pictures from another site, two would ask for passwords.
const empty = () => class extends HTMLElement {};
for (const name of ["converse-footer", "converse-brand-logo", "converse-brand-heading", "converse-login-form"])
  customElements.define(name, empty());
customElements.define(
  "converse-change-password-form",
  class extends HTMLElement {
    connectedCallback() {
      const link = Object.assign(document.createElement("a"), { href: "/account/password" });
      link.textContent = texts.changePassword;
      const sentence = Object.assign(document.createElement("p"), { textContent: texts.password });
      this.replaceChildren(sentence, link);
    }
  },
);

/** In the history, which outlasts a reload. */
const REFUSED = "refused";

/** A password that is good once. */
async function credentials() {
  const body = new URLSearchParams({ token: settings.token });
  const response = await fetch(settings.password, { method: "POST", body });
  if (response.status === 403) return loadAgain();
  if (!response.ok) throw new Error(`no password: ${response.status}`);
  if (history.state === REFUSED) history.replaceState(null, "");
  return response.json();
}

/** Where nobody is signed in any more, the page asks for it. Where that was not why, once is enough. */
function loadAgain() {
  if (history.state === REFUSED) show("ended");
  else {
    history.replaceState(REFUSED, "");
    location.reload();
  }
  return new Promise(() => {});
}

/** Until the server answers again. */
async function patientCredentials() {
  for (let seconds = 1; ; seconds = Math.min(seconds * 2, 60)) {
    try {
      return await credentials();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    }
  }
}

/** Whether WebSockets come through; some networks let none. */
function opensWebSocket(address) {
  return new Promise((resolve) => {
    const socket = new WebSocket(address, "xmpp");
    const end = (isOpen) => {
      resolve(isOpen);
      socket.close();
    };
    socket.onopen = () => end(true);
    socket.onerror = () => end(false);
    setTimeout(end, 10_000, false);
  });
}

/** What converse.js leaves to the mouse: it acts on a click, and is no link. */
const CLICKED = "a.open-chat:not([href]), a.open-room:not([href]), converse-controlbox-navback";

/** converse.js gives pictures no text (WCAG 2.2 §1.1.1): here it is the file's name. */
function nameOf({ src }) {
  const name = src.replace(/[?#].*/, "").replace(/.*\//, "");
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** For those who do not see pictures, or have no mouse (WCAG 2.2 §2.1.1). */
function makeAccessible(root) {
  new MutationObserver(() => {
    for (const image of root.querySelectorAll("img.chat-image:not([alt])")) image.alt = nameOf(image);
    for (const clicked of root.querySelectorAll(CLICKED)) {
      if (clicked.hasAttribute("tabindex")) continue;
      clicked.tabIndex = 0;
      clicked.setAttribute("role", "button");
      if (clicked.localName !== "a") clicked.setAttribute("aria-label", texts.lists);
    }
  }).observe(root, { childList: true, subtree: true });
  root.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (!["Enter", " "].includes(key) || !target.matches(CLICKED)) return;
    event.preventDefault();
    (target.localName === "a" ? target : target.firstElementChild).click();
  });
}

function signIn({ _converse }) {
  const { api } = _converse;
  const { SASLPlain } = window.converse.env.Strophe;
  api.listen.on("beforeAttemptNonPreboundSession", async (_, payload) => {
    const given = await patientCredentials();
    // A password that is good once proves nothing in SCRAM.
    api.connection.get().registerSASLMechanisms([SASLPlain]);
    return { ...payload, credentials: given };
  });
  api.listen.on("disconnected", () => show("ended"));
  // Without a service for the search for groups, the form that opens one lacks its field. Nothing is searched.
  const { sendIQ } = api;
  const nothing = new DOMParser().parseFromString("<iq/>", "text/xml").documentElement;
  api.sendIQ = (iq, ...more) => (String(iq).includes("muclumbus") ? Promise.resolve(nothing) : sendIQ(iq, ...more));
  // Groups are entered, and are not what is seen first.
  _converse.exports.Bookmarks.prototype.openBookmarkedRoom = async (bookmark) => {
    const [jid, nick, password] = ["jid", "nick", "password"].map((name) => bookmark.get(name));
    if (bookmark.get("autojoin")) await api.rooms.create(jid, { nick, password });
    return bookmark;
  };
}

async function open() {
  show("loading");
  makeAccessible(document.querySelector("converse-root"));
  const { host } = location;
  const address = `wss://${host}${settings.websocket}`;
  const [hasWebSockets] = await Promise.all([
    opensWebSocket(address),
    import(`${settings.converse}converse.min.js`),
  ]);
  const { converse } = window;
  converse.plugins.add("signed-in", {
    dependencies: ["converse-bookmarks"],
    initialize() {
      signIn(this);
    },
  });
  const folder = settings.converse.slice(0, -1);
  await converse.initialize({
    // Who, and how they connect: by WebSocket, else by BOSH.
    jid: settings.jid,
    authentication: "login",
    auto_login: true,
    reuse_scram_keys: false,
    allow_logout: false,
    allow_registration: false,
    websocket_url: hasWebSockets ? address : undefined,
    bosh_service_url: `https://${host}${settings.bosh}`,
    discover_connection_methods: false,
    whitelisted_plugins: ["signed-in"],
    // Its OMEMO library is not here.
    blacklisted_plugins: ["converse-omemo", "converse-omemo-views"],
    // Nobody else is asked for anything.
    assets_path: folder,
    sounds_path: `${folder}/sounds/`,
    notification_icon: settings.icon,
    autocomplete_providers_url: "",
    muc_search_service: settings.jid.split("@")[1],
    embed_3rd_party_media_players: false,
    muc_show_ogp_unfurls: false,
    allowed_image_domains: settings.fileHosts,
    allowed_audio_domains: settings.fileHosts,
    allowed_video_domains: settings.fileHosts,
    // How it looks.
    view_mode: "fullscreen",
    i18n: settings.language,
    locales: ["de", "en", "es", "fr", "it", "nl", "pt"],
    theme: "nordic",
    dark_theme: "dracula",
    show_background: false,
    show_client_info: false,
    allow_adhoc_commands: false,
    loglevel: "error",
    // Rooms.
    auto_register_muc_nickname: true,
    muc_nickname_from_jid: true,
    muc_respect_autojoin: true,
    visible_toolbar_buttons: { emoji: true, call: false, spoiler: false, location: false },
  });
  show(undefined);
}

open().catch(() => show("failed"));
