/** HTTP: forms and header fields of browsers and proxies, answers of routers. */

import { isIP } from "node:net";
import { elementsNamed, parseRouterXml } from "../../../src/gateway/device-description.ts";
import { readAnswer } from "../../../src/gateway/http-exchange.ts";
import { MappingError } from "../../../src/gateway/report.ts";
import { locationIn } from "../../../src/gateway/ssdp.ts";
import { networksOf } from "../../../src/net/networks.ts";
import { browserName } from "../../../src/web/browser-name.ts";
import { cookieOf } from "../../../src/web/cookies.ts";
import { FormError, parseForm } from "../../../src/web/forms.ts";
import { forwardedFor } from "../../../src/web/forwarded.ts";
import { same, type Target, unlessRefused, Wrong } from "../target.ts";

export const form: Target = {
  name: "web-form",
  seeds: ["a=1&b=two+words&a=%C3%A9&c", "text=%0D%0Aline%0D%0A&=x&&"],
  words: ["&", "=", "%", "%00", "%ff", "%C3%A9", "+", "%0d%0a", "%25"],
  check: (input) => {
    const read = unlessRefused([FormError], () => parseForm(input));
    if (!read) return "refused";
    const sent = new URLSearchParams(read.fields.map(([name, value]): [string, string] => [name, value])).toString();
    // A line feed behind a carriage return is one line end.
    if (!sent.includes("%0D")) same("the same form sent again", parseForm(Buffer.from(sent)).fields, read.fields);
    return `${Math.min(read.fields.length, 5)}`;
  },
};

const TRUSTED = networksOf(["127.0.0.1", "10.0.0.0/8", "2001:db8::/32"]);

export const headers: Target = {
  name: "web-headers",
  seeds: [
    "192.0.2.1, 10.0.0.1",
    "[2001:db8::1]:1234, 127.0.0.1",
    "__Host-session=abc; x=y",
    "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
  ],
  words: [",", ":", "[", "]", "::ffff:", "10.0.0.1", "127.0.0.1", "unknown", ";", "="],
  check: (input) => {
    const field = input.toString("latin1").replace(/[^\x20-\x7e\x80-\xff]/g, "");
    const client = forwardedFor(field, "127.0.0.1", TRUSTED);
    if (isIP(client) === 0) throw new Wrong("the client's address is", client);
    const request = new Request("https://example.org/", { headers: { cookie: field, "user-agent": field } });
    const cookie = cookieOf(request, "session" as never);
    return `${isIP(client)} ${cookie !== undefined} ${browserName(request)}`;
  },
};

export const routerHttp: Target = {
  name: "router-http",
  seeds: [
    "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
    "HTTP/1.0 500 No\r\n\r\n",
    "HTTP/1.1 200 OK\r\nST: urn:schemas-upnp-org:device:InternetGatewayDevice:1\r\nLOCATION: http://192.0.2.1:80/d.xml\r\n\r\n",
  ],
  words: [
    "\r\n",
    "\r\n\r\n",
    "Content-Length: ",
    "Transfer-Encoding: chunked",
    "0\r\n\r\n",
    "ffffffff",
    "HTTP/1.1 200 ",
    "http://192.0.2.1@x/",
  ],
  check: (input) => {
    const answer = unlessRefused([MappingError], () => readAnswer(input, true));
    // What is complete is complete before the connection ends, but for a body whose length nobody has said.
    const early = unlessRefused([MappingError], () => readAnswer(input, false));
    if (early) same("before the end", early, answer);
    const location = locationIn(input.toString("latin1"), "192.0.2.1");
    if (location && location.hostname !== "192.0.2.1") throw new Wrong("the location", location);
    return `${answer?.status} ${early !== undefined} ${Math.min(answer?.body.length ?? 0, 3)} ${location !== undefined}`;
  },
};

export const routerXml: Target = {
  name: "router-xml",
  seeds: [
    "<root xmlns='urn:schemas-upnp-org:device-1-0'><device><serviceList><service><serviceType>urn:x</serviceType></service></serviceList></device></root>",
  ],
  words: ["<device>", "</device>", "<serviceList>", "<service/>", "<!DOCTYPE a>"],
  check: (input) => {
    const root = unlessRefused([MappingError], () => parseRouterXml(input.toString()));
    return root ? `${Math.min(elementsNamed(root, "service").length, 3)}` : "refused";
  },
};
