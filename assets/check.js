// Whether a WebSocket opens from here (RFC 7395 §3.3): shown, and told to the server.
const field = document.querySelector("input[data-socket]");
const PATIENCE = 15000;
let isOver = false;

const show = (state) => {
  for (const text of document.querySelectorAll("[data-state]")) text.hidden = text.dataset.state !== state;
};

const end = (state) => {
  if (isOver) return;
  isOver = true;
  show(state);
  field.value = state;
  const body = new URLSearchParams(new FormData(field.form));
  fetch(location.href, { method: "POST", body }).catch(() => {});
};

show("trying");
setTimeout(() => end("failed"), PATIENCE);
const socket = new WebSocket(field.dataset.socket, "xmpp");
socket.addEventListener("open", () => {
  const open = document.createElementNS("urn:ietf:params:xml:ns:xmpp-framing", "open");
  open.setAttribute("to", field.dataset.domain);
  open.setAttribute("version", "1.0");
  socket.send(new XMLSerializer().serializeToString(open));
});
socket.addEventListener("message", ({ data }) => {
  end(data.startsWith("<open") ? "open" : "failed");
  socket.close();
});
socket.addEventListener("close", () => end("failed"));
