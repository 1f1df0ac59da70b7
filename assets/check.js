// Whether a WebSocket opens from here (RFC 7395 §3.3): shown, and told to the server.
const { socket: address, domain } = document.querySelector("[data-socket]").dataset;
const TIMEOUT_MS = 15000;
let isOver = false;

const show = (state) => {
  for (const text of document.querySelectorAll("[data-state]")) text.hidden = text.dataset.state !== state;
};

const end = (state) => {
  if (isOver) return;
  isOver = true;
  show(state);
  fetch(location.href, { method: "POST", body: new URLSearchParams({ socket: state }) }).catch(() => {});
};

show("trying");
setTimeout(() => end("failed"), TIMEOUT_MS);
const socket = new WebSocket(address, "xmpp");
socket.addEventListener("open", () => {
  const open = document.createElementNS("urn:ietf:params:xml:ns:xmpp-framing", "open");
  open.setAttribute("to", domain);
  open.setAttribute("version", "1.0");
  socket.send(new XMLSerializer().serializeToString(open));
});
socket.addEventListener("message", ({ data }) => {
  end(data.startsWith("<open") ? "open" : "failed");
  socket.close();
});
socket.addEventListener("close", () => end("failed"));
