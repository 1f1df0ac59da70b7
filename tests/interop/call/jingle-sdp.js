/** XEP-0167, XEP-0176, XEP-0320: one content with sound, between SDP and Jingle. */

const RTP = "urn:xmpp:jingle:apps:rtp:1";
const ICE = "urn:xmpp:jingle:transports:ice-udp:1";
const DTLS = "urn:xmpp:jingle:apps:dtls:0";

const NAME = "voice";

/** The values of a=KEY: in a session description. */
const valuesOf = (sdp, key) => [...sdp.matchAll(new RegExp(`^a=${key}:(.*?)\\r?$`, "gm"))].map(([, value]) => value);
const firstOf = (sdp, key) => valuesOf(sdp, key)[0];

const elementOf = (name, attributes, ...children) => {
  const texts = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${key}="${value}"`],
  );
  return `<${name}${texts.join("")}>${children.join("")}</${name}>`;
};

const transportOf = (sdp, ...children) =>
  elementOf("transport", { xmlns: ICE, ufrag: firstOf(sdp, "ice-ufrag"), pwd: firstOf(sdp, "ice-pwd") }, ...children);

const content = (...children) => elementOf("content", { creator: "initiator", name: NAME }, ...children);

/** XEP-0167 §4, XEP-0320 §2. */
export function contentOf(sdp) {
  const payloads = valuesOf(sdp, "rtpmap").map((value) => {
    const [, payload, name, clockrate, channels] = /^(\d+) ([^/]+)\/(\d+)(?:\/(\d+))?$/.exec(value);
    const parameters = valuesOf(sdp, "fmtp")
      .filter((line) => line.startsWith(`${payload} `))
      .flatMap((line) => line.slice(payload.length + 1).split(";"))
      .map((pair) => pair.split("="))
      .filter(([, parameter]) => parameter !== undefined)
      .map(([key, parameter]) => elementOf("parameter", { name: key.trim(), value: parameter.trim() }));
    return elementOf("payload-type", { id: payload, name, clockrate, channels }, ...parameters);
  });
  const [hash, fingerprint] = firstOf(sdp, "fingerprint").split(" ");
  return content(
    elementOf("description", { xmlns: RTP, media: "audio" }, ...payloads, "<rtcp-mux/>"),
    transportOf(sdp, elementOf("fingerprint", { xmlns: DTLS, hash, setup: firstOf(sdp, "setup") }, fingerprint)),
  );
}

/** The session description of what a <jingle/> says of its content. */
export function descriptionOf(element) {
  const payloads = [...element.querySelectorAll("payload-type")];
  const transport = element.querySelector("transport");
  const fingerprint = element.querySelector("fingerprint");
  const lines = payloads.flatMap((payload) => {
    const [number, name, clockrate, channels] = ["id", "name", "clockrate", "channels"].map((key) =>
      payload.getAttribute(key),
    );
    const parameters = [...payload.querySelectorAll("parameter")].map(
      (each) => `${each.getAttribute("name")}=${each.getAttribute("value")}`,
    );
    return [
      `a=rtpmap:${number} ${name}/${clockrate}${channels ? `/${channels}` : ""}`,
      ...(parameters.length > 0 ? [`a=fmtp:${number} ${parameters.join(";")}`] : []),
    ];
  });
  return [
    ...["v=0", "o=- 1 1 IN IP4 0.0.0.0", "s=-", "t=0 0", "a=group:BUNDLE 0"],
    `m=audio 9 UDP/TLS/RTP/SAVPF ${payloads.map((payload) => payload.getAttribute("id")).join(" ")}`,
    ...["c=IN IP4 0.0.0.0", "a=mid:0", "a=sendrecv", "a=rtcp-mux"],
    `a=ice-ufrag:${transport.getAttribute("ufrag")}`,
    `a=ice-pwd:${transport.getAttribute("pwd")}`,
    `a=fingerprint:${fingerprint.getAttribute("hash")} ${fingerprint.textContent.trim()}`,
    `a=setup:${fingerprint.getAttribute("setup")}`,
    ...lines,
    "",
  ].join("\r\n");
}

const ATTRIBUTES = ["foundation", "component", "protocol", "priority", "ip", "port"];

/** XEP-0176 §5.5: a candidate, as a browser has found it. */
export function candidateElement({ candidate }, sdp) {
  const words = candidate.replace(/^candidate:/, "").split(" ");
  const behind = (word) => (words.includes(word) ? words[words.indexOf(word) + 1] : undefined);
  const attributes = Object.fromEntries(ATTRIBUTES.map((name, index) => [name, words[index]]));
  return content(
    transportOf(
      sdp,
      elementOf("candidate", {
        ...attributes,
        ...{ id: crypto.randomUUID(), generation: behind("generation") ?? 0, network: 0, type: behind("typ") },
        ...{ "rel-addr": behind("raddr"), "rel-port": behind("rport") },
      }),
    ),
  );
}

/** The line of a <candidate/>. */
export function candidateLine(element) {
  const value = (name) => element.getAttribute(name);
  const related = value("rel-addr") ? ` raddr ${value("rel-addr")} rport ${value("rel-port")}` : "";
  return `candidate:${ATTRIBUTES.map(value).join(" ")} typ ${value("type")}${related} generation ${value("generation")}`;
}
