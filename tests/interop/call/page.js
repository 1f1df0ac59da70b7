/**
 * In a page: somebody who signs in by WebSocket (RFC 7395), asks for relays (XEP-0215) and calls by Jingle (XEP-0166, XEP-0167,
 * XEP-0176, XEP-0320), announced by XEP-0353. Whatever is relayed alone can pass.
 */
import { candidateElement, candidateLine, contentOf, descriptionOf } from "./jingle-sdp.js";

const FRAMING = "urn:ietf:params:xml:ns:xmpp-framing";
const SASL = "urn:ietf:params:xml:ns:xmpp-sasl";
const MESSAGES = "urn:xmpp:jingle-message:0";
const JINGLE = "urn:xmpp:jingle:1";
const SERVICES = "urn:xmpp:extdisco:2";

/** A wait gives up before the test does. */
const PATIENCE_MS = 20_000;

const parse = (text) => new DOMParser().parseFromString(text, "application/xml").documentElement;
const id = () => crypto.randomUUID();

/** A session: what is sent, and who waits for what. */
async function signIn({ url, domain, name, password }) {
  const socket = new WebSocket(url, "xmpp");
  const received = [];
  const waiting = [];
  const take = (element) => {
    const index = waiting.findIndex(({ isIt }) => isIt(element));
    if (index >= 0) waiting.splice(index, 1)[0].resolve(element);
    else received.push(element);
  };
  socket.onmessage = ({ data }) => take(parse(data));
  const send = (text) => socket.send(text);
  const receives = (isIt) => {
    const index = received.findIndex(isIt);
    if (index >= 0) return Promise.resolve(received.splice(index, 1)[0]);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`nothing came: ${isIt}`)), PATIENCE_MS);
      const found = (element) => {
        clearTimeout(timer);
        resolve(element);
      };
      waiting.push({ isIt, resolve: found });
    });
  };
  const named = (local) => (element) => element.localName === local;
  await new Promise((resolve, reject) => Object.assign(socket, { onopen: resolve, onerror: reject }));
  const opens = async () => {
    send(`<open xmlns="${FRAMING}" to="${domain}" version="1.0"/>`);
    await receives(named("features"));
  };
  await opens();
  send(`<auth xmlns="${SASL}" mechanism="PLAIN">${btoa(`\0${name}\0${password}`)}</auth>`);
  await receives(named("success"));
  await opens();
  const asks = async (type, to, payload) => {
    const request = id();
    send(`<iq xmlns="jabber:client" type="${type}" id="${request}"${to ? ` to="${to}"` : ""}>${payload}</iq>`);
    const answer = await receives((element) => element.localName === "iq" && element.id === request);
    if (answer.getAttribute("type") === "error") throw new Error(answer.outerHTML);
    return answer;
  };
  const bound = await asks("set", "", '<bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"/>');
  send('<presence xmlns="jabber:client"/>');
  return { domain, jid: bound.querySelector("jid").textContent, send, receives, asks };
}

/** RFC 7064, RFC 7065: what the server offers, as a browser wants it. */
async function iceServers({ asks, domain }, { type, transport }) {
  const answer = await asks("get", domain, `<services xmlns="${SERVICES}" type="${type}"/>`);
  const services = [...answer.querySelectorAll("service")].filter((one) => one.getAttribute("transport") === transport);
  return services.map((service) => {
    const [host, port, username, credential] = ["host", "port", "username", "password"].map((key) =>
      service.getAttribute(key),
    );
    return { urls: `${type}:${host}:${port}?transport=${transport}`, username, credential };
  });
}

/** The browser's end of a call, which speaks a tone of so many hertz. */
async function openEnd(person, hertz, relay) {
  const end = new RTCPeerConnection({ iceServers: await iceServers(person, relay), iceTransportPolicy: "relay" });
  const sound = new AudioContext();
  const oscillator = new OscillatorNode(sound, { frequency: hertz });
  const destination = sound.createMediaStreamDestination();
  oscillator.connect(destination);
  oscillator.start();
  end.addTrack(destination.stream.getTracks()[0], destination.stream);
  // Without somebody who listens, nothing is decoded.
  end.ontrack = ({ track }) => {
    const ear = Object.assign(new Audio(), { srcObject: new MediaStream([track]) });
    ear.play();
  };
  return end;
}

/** Jingle with the other one, about one session: candidates go as they are found. */
function openSession(person, peer, { sid, end }) {
  const jingle = (action, content) =>
    person.asks("set", peer, `<jingle xmlns="${JINGLE}" action="${action}" sid="${sid}">${content}</jingle>`);
  const found = [];
  let isTold = false;
  const tell = (candidate) => jingle("transport-info", candidateElement(candidate, end.localDescription.sdp));
  end.onicecandidate = ({ candidate }) => {
    if (!candidate?.candidate) return;
    if (isTold) tell(candidate);
    else found.push(candidate);
  };
  const early = [];
  const add = (element) => {
    for (const candidate of element.querySelectorAll("candidate")) {
      const line = { candidate: candidateLine(candidate), sdpMLineIndex: 0 };
      if (end.remoteDescription) end.addIceCandidate(line);
      else early.push(line);
    }
  };
  const takes = async (action) => {
    const isIt = (element) => element.querySelector(`jingle[action="${action}"][sid="${sid}"]`) !== null;
    const request = await person.receives(isIt);
    person.send(`<iq xmlns="jabber:client" type="result" id="${request.id}" to="${request.getAttribute("from")}"/>`);
    return request;
  };
  const follow = async () => {
    for (;;) add(await takes("transport-info"));
  };
  // Until none come any more.
  follow().catch(() => {});
  return {
    jingle,
    takes,
    tellCandidates: () => {
      isTold = true;
      for (const candidate of found.splice(0)) tell(candidate);
    },
    hears: async (type, element) => {
      await end.setRemoteDescription({ type, sdp: descriptionOf(element) });
      add(element);
      for (const line of early.splice(0)) end.addIceCandidate(line);
    },
  };
}

const message = (person, to, content) =>
  person.send(
    `<message xmlns="jabber:client" type="chat" to="${to}">${content}<store xmlns="urn:xmpp:hints"/></message>`,
  );
/** XEP-0353 §5.1, §5.4: strangers share their presence with whom they talk to; otherwise requests do not get through. */
const shows = (person, to) => person.send(`<presence xmlns="jabber:client" to="${to}"/>`);
const announced = (person, name, sid) =>
  person.receives((element) => element.querySelector(sid ? `${name}[id="${sid}"]` : name)?.namespaceURI === MESSAGES);

/** Calls a bare JID; resolves when the other has accepted. */
async function calls(person, callee, relay) {
  const sid = id();
  shows(person, callee);
  message(
    person,
    callee,
    `<propose xmlns="${MESSAGES}" id="${sid}"><description xmlns="urn:xmpp:jingle:apps:rtp:1" media="audio"/></propose>`,
  );
  await announced(person, "ringing", sid);
  const peer = (await announced(person, "proceed", sid)).getAttribute("from");
  const end = await openEnd(person, 440, relay);
  const session = openSession(person, peer, { sid, end });
  await end.setLocalDescription(await end.createOffer());
  await session.jingle("session-initiate", contentOf(end.localDescription.sdp));
  session.tellCandidates();
  await session.hears("answer", await session.takes("session-accept"));
  return { person, peer, sid, end, session };
}

/** Takes the next call. */
async function answers(person, relay) {
  const proposal = await announced(person, "propose");
  const sid = proposal.querySelector("propose").id;
  const peer = proposal.getAttribute("from");
  shows(person, peer);
  message(person, peer, `<ringing xmlns="${MESSAGES}" id="${sid}"/>`);
  message(person, peer, `<proceed xmlns="${MESSAGES}" id="${sid}"/>`);
  const end = await openEnd(person, 880, relay);
  const session = openSession(person, peer, { sid, end });
  await session.hears("offer", await session.takes("session-initiate"));
  await end.setLocalDescription(await end.createAnswer());
  await session.jingle("session-accept", contentOf(end.localDescription.sdp));
  session.tellCandidates();
  return { person, peer, sid, end, session };
}

/** Resolves when the other's tone is heard: what comes is not silence. How the packets go. */
async function hears({ end }) {
  for (const began = performance.now(); performance.now() - began < PATIENCE_MS; ) {
    const stats = [...(await end.getStats()).values()];
    const sound = stats.find(({ type, kind }) => type === "inbound-rtp" && kind === "audio");
    const pair = stats.find(
      ({ type, nominated, state }) => type === "candidate-pair" && nominated && state === "succeeded",
    );
    if (sound?.totalAudioEnergy > 0.01 && pair) {
      const [own, other] = [pair.localCandidateId, pair.remoteCandidateId].map((one) =>
        stats.find((stat) => stat.id === one),
      );
      return { own: own.candidateType, protocol: own.relayProtocol, other: other.candidateType };
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`nothing is heard: ${end.connectionState}`);
}

/** Hangs up; the other one is told by Jingle. */
async function hangsUp({ person, peer, sid, end, session }) {
  await session.jingle("session-terminate", "<reason><success/></reason>");
  message(person, peer, `<finish xmlns="${MESSAGES}" id="${sid}"/>`);
  end.close();
}

async function isHungUp({ end, session }) {
  const request = await session.takes("session-terminate");
  end.close();
  return request.querySelector("reason").firstElementChild.localName;
}

Object.assign(window, { signIn, calls, answers, hears, hangsUp, isHungUp });
