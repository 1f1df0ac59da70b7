/** Requests to the web server (RFC 9112) over a socket: no handler ever sees one that a strict reader does not see there. */
import { connect } from "node:net";
import { serveForTest } from "../../support/network/web-trial.ts";
import { pick, type Random } from "../random.ts";
import { same, type Target, Wrong } from "../target.ts";

interface Seen {
  readonly method: string;
  readonly body: string;
}

let seen: Seen[] = [];
let trial: ReturnType<typeof serveForTest> | undefined;
function portOf(): number {
  const take = async ({ request }: { readonly request: Request }): Promise<Response> => {
    const body = Buffer.from(await request.bytes()).toString("latin1");
    seen.push({ method: request.method, body });
    return new Response("taken");
  };
  trial ??= serveForTest({
    routes: [
      { path: "/", bodyBytes: 100, methods: { GET: take, POST: take, PUT: take } },
      { path: "/below/", bodyBytes: 100, methods: { GET: take, POST: take } },
    ],
  });
  return trial.port;
}

const TOKEN = "[!#$%&'*+\\-.^_`|~0-9A-Za-z]+";
const LINE = new RegExp(`^(${TOKEN}) ([!-~\\x80-\\xff]+) HTTP/1\\.([01])$`);
const FIELD = new RegExp(`^(${TOKEN}):([\\t -~\\x80-\\xff]*)$`);

/** The requests of a connection as RFC 9112 has them, up to the first that is none or is not whole. */
function requestsIn(text: string): { readonly requests: readonly Seen[]; readonly isWhole: boolean } {
  const requests: Seen[] = [];
  let at = 0;
  for (;;) {
    const end = text.indexOf("\r\n\r\n", at);
    if (end < 0) return { requests, isWhole: at === text.length };
    const [line = "", ...lines] = text.slice(at, end).split("\r\n");
    const [, method, target, minor] = LINE.exec(line) ?? [];
    const fields = lines.map((each) => FIELD.exec(each));
    if (method === undefined || target === undefined || fields.includes(null)) return { requests, isWhole: true };
    const named = (name: string): string[] =>
      fields.flatMap((field) => (field?.[1]?.toLowerCase() === name ? [field[2]?.trim() ?? ""] : []));
    const lengths = named("content-length");
    const codings = named("transfer-encoding");
    const isFramed = lengths.length + codings.length < 2 && /^\d{1,9}$/.test(lengths[0] ?? "0");
    if (!isFramed || /^(?!chunked$)/i.test(codings[0] ?? "chunked")) return { requests, isWhole: true };
    // A body in chunks is refused; what follows it is another request.
    const bytes = codings.length > 0 ? chunkedBytes(text.slice(end + 4)) : Number(lengths[0] ?? 0);
    if (bytes === undefined || named("upgrade").length > 0) return { requests, isWhole: true };
    if (end + 4 + bytes > text.length) return { requests, isWhole: false };
    requests.push({ method, body: text.slice(end + 4, end + 4 + bytes) });
    at = end + 4 + bytes;
    const isLast = minor === "0" || named("connection").some((each) => /^(?:.*,)?\s*close\s*(?:,.*)?$/i.test(each));
    if (isLast) return { requests, isWhole: true };
  }
}

/** How long a body is (§7.1): Infinity where it is not whole, undefined where it is none. */
function chunkedBytes(text: string): number | undefined {
  for (let at = 0; ; ) {
    const [line, size] = /^([0-9a-f]{1,8})(?:;[\t -~]*)?\r\n/i.exec(text.slice(at)) ?? [];
    if (line === undefined || size === undefined)
      return /^[0-9a-f]{0,8}(?:;[\t -~]*)?\r?$/i.test(text.slice(at)) ? Number.POSITIVE_INFINITY : undefined;
    at += line.length + Number.parseInt(size, 16);
    if (at + 2 > text.length) return Number.POSITIVE_INFINITY;
    // Fields behind the last chunk are taken by nobody.
    if (text.slice(at, at + 2) !== "\r\n") return undefined;
    at += 2;
    if (Number.parseInt(size, 16) === 0) return at;
  }
}

/** Sends these bytes, and nothing more once `answers` have come. Resolves with what has come when the connection is closed. */
function say(bytes: Buffer, answers: number): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const socket = connect(portOf(), "127.0.0.1");
  let answer = "";
  const isEnough = (): boolean => statusesIn(answer).length >= answers;
  // What is not answered is waited for; nobody waits for what is not whole.
  const timer = setTimeout(() => socket.destroy(), 2000);
  socket.on("data", (data) => {
    answer += data.toString("latin1");
    if (isEnough()) socket.end();
  });
  socket.on("close", () => {
    clearTimeout(timer);
    resolve(answer);
  });
  socket.on("error", () => undefined);
  socket.write(bytes, () => {
    if (isEnough()) socket.end();
  });
  return promise;
}

const statusesIn = (answer: string): number[] =>
  [...answer.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status)).filter((status) => status >= 200);

const HOST = "Host: 127.0.0.1\r\n";
const REQUESTS = [
  `GET / HTTP/1.1\r\n${HOST}\r\n`,
  `POST / HTTP/1.1\r\n${HOST}Content-Length: 5\r\n\r\nhello`,
  `PUT / HTTP/1.1\r\n${HOST}Content-Length: 0\r\n\r\n`,
  `GET /below/%2e%2e/x?y HTTP/1.1\r\n${HOST}Accept: */*\r\nCookie: a=b\r\n\r\n`,
  `POST /below/ HTTP/1.1\r\n${HOST}Content-Length: 40\r\n\r\nGET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\nabcde`,
  `OPTIONS * HTTP/1.1\r\n${HOST}\r\n`,
  `GET http://127.0.0.1/ HTTP/1.1\r\n${HOST}\r\n`,
  `POST / HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n`,
  `GET / HTTP/1.0\r\n${HOST}\r\n`,
  `HEAD / HTTP/1.1\r\n${HOST}Connection: close\r\n\r\n`,
];

export const requests: Target = {
  name: "http-requests",
  share: 0.05,
  seeds: REQUESTS,
  generate: (random: Random) => {
    const all = Array.from({ length: 1 + random(3) }, () => pick(random, REQUESTS)).join("");
    if (random(3) === 0) return all;
    const at = random(all.length);
    const mischief = [
      "\r\n",
      "\n",
      "\r",
      "\0",
      " ",
      "\t",
      ":",
      "Content-Length: 3\r\n",
      "Transfer-Encoding: chunked\r\n",
      "\x0b",
      "\xa0",
      "X: a\r\n b\r\n",
      "Content-Length: 05\r\n",
    ];
    return Buffer.from(all.slice(0, at) + pick(random, mischief) + all.slice(at + random(3)), "latin1");
  },
  words: [
    "\r\n",
    "\n",
    "\r",
    "\r\n\r\n",
    "Content-Length: ",
    "Transfer-Encoding: chunked\r\n",
    HOST,
    ": ",
    " ",
    "\t",
    "HTTP/1.1",
    "Connection: close\r\n",
    "Expect: 100-continue\r\n",
    "\0",
    "+5",
    "0x5",
    "5,5",
  ],
  check: async (input) => {
    const text = input.toString("latin1");
    const { requests: wanted, isWhole } = requestsIn(text);
    seen = [];
    const answers = statusesIn(await say(input, wanted.length));
    const left = [...wanted];
    for (const request of seen) {
      // The body of a GET or a HEAD is nobody's.
      const isSame = ({ method, body }: Seen): boolean =>
        method === request.method && (body === request.body || (/^(?:GET|HEAD)$/.test(method) && request.body === ""));
      const at = left.findIndex(isSame);
      if (at < 0) throw new Wrong("a request that is not there is handled", JSON.stringify([seen, wanted]));
      left.splice(0, at + 1);
    }
    const failures = trial?.log.events.filter(({ event }) => event === "http-answer-failed") ?? [];
    same(
      "what went wrong",
      failures.map(({ error }) => String(error)),
      [],
    );
    return `${Math.min(seen.length, 3)} of ${Math.min(wanted.length, 3)} ${isWhole} ${answers.at(-1)}`;
  },
};
