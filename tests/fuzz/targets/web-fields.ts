/** Fields of HTTP requests (RFC 9110, RFC 6265) and forms with a file (RFC 7578), beside strict readers that are written here. */
import { LANGUAGES } from "../../../src/messages/language.ts";
import { networksOf } from "../../../src/net/networks.ts";
import { cookieOf, setCookie } from "../../../src/web/cookies.ts";
import { FormError, readForm } from "../../../src/web/forms.ts";
import { forwardedFor } from "../../../src/web/forwarded.ts";
import { languageIn, languageOf } from "../../../src/web/pages/language.ts";
import { isNotModified, rangeIn } from "../../../src/xep/0363-http-upload/ranges.ts";
import { pick, type Random } from "../random.ts";
import { same, type Target, Wrong } from "../target.ts";

/** What a field may hold: fetch takes nothing else. */
const fieldIn = (input: Buffer): string =>
  input
    .toString("latin1")
    .replace(/[^\x20-\x7e\x80-\xff]/g, "")
    .trim();

const RANGE = /^([a-z]{1,8}(?:-[a-z0-9]{1,8})*|\*)(?:[ \t]*;[ \t]*q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?))?$/i;

/** RFC 9110 §12.5.4, RFC 4647 §3.4; undefined for what is not of its grammar. */
function wantedIn(field: string): string | undefined {
  const ranges = field.split(",").map((range) => RANGE.exec(range.trim()));
  if (ranges.length > 50 || ranges.includes(null)) return undefined;
  let best = { language: "en", weight: 0 };
  for (const [, tag = "", quality = "1"] of ranges as RegExpExecArray[]) {
    const language = LANGUAGES.find((each) => each === tag.toLowerCase().split("-")[0]);
    if (language && Number(quality) > best.weight) best = { language, weight: Number(quality) };
  }
  return best.language;
}

export const languages: Target = {
  name: "accept-language",
  share: 0.5,
  seeds: ["fr-CH, fr;q=0.9, en;q=0.8, de;q=0.7, *;q=0.5", "de", "zh, es;q=0.1", "pt-BR;q=1.000,it;q=0"],
  words: [...LANGUAGES, ",", ";q=", "0.5", "1", "0", "*", "-", ";", " ", "q=1e9", "zh-Hant"],
  check: (input) => {
    const field = fieldIn(input);
    const language = languageIn(field);
    if (!LANGUAGES.includes(language)) throw new Wrong("a language", language);
    const wanted = wantedIn(field);
    if (wanted !== undefined) same("the language", language, wanted);
    const cookie = `__Host-language=${field}`;
    const chosen = languageOf(new Request("https://a.example/", { headers: { cookie, "accept-language": "fr" } }));
    if (!LANGUAGES.includes(chosen)) throw new Wrong("a language that was chosen", chosen);
    return `${wanted !== undefined} ${language} ${chosen}`;
  },
};

/** RFC 6265 §4.2.1: cookie-string. */
const COOKIES = /^[\w-]+=[!#-+\--:<-[\]-~]*(?:; [\w-]+=[!#-+\--:<-[\]-~]*)*$/;

export const cookies: Target = {
  name: "cookies",
  share: 0.5,
  seeds: ["__Host-session=abc; __Host-visitor=x", "a=b; __Host-session=; __Host-session=second", "__host-session=no"],
  words: ["__Host-session=", "; ", ";", "=", '"', "__Host-", "session=", " ", ","],
  check: (input) => {
    const field = fieldIn(input);
    const found = cookieOf(new Request("https://a.example/", { headers: { cookie: field } }), "session");
    if (found === "" || found?.includes(";")) throw new Wrong("a value", found);
    if (COOKIES.test(field) && field.length <= 4096) {
      const pairs = field
        .split("; ")
        .map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]);
      same("the first of its name", found, pairs.find(([name]) => name === "__Host-session")?.[1] || undefined);
    }
    if (found !== undefined && /^[\w-]+$/.test(found)) {
      const [written = ""] = setCookie("session", found).split(";");
      same(
        "what is set",
        cookieOf(new Request("https://a.example/", { headers: { cookie: written } }), "session"),
        found,
      );
    }
    return `${found !== undefined} ${COOKIES.test(field)}`;
  },
};

const VALIDATORS = { etag: '"abc"', modified: Date.UTC(2026, 10, 30, 12) };
const SIZE = 1000;
/** Between fields in an input. */
const BETWEEN = "\n";

export const ranges: Target = {
  name: "ranges",
  share: 0.5,
  seeds: [
    ["bytes=0-99", "", ""].join(BETWEEN),
    ["bytes=-5", '"abc"', '"x", "abc"'].join(BETWEEN),
    ["bytes=990-", "Mon, 30 Nov 2026 12:00:00 GMT", "*"].join(BETWEEN),
    ["bytes=0-0,5-9", "", 'W/"abc"'].join(BETWEEN),
  ],
  words: [BETWEEN, "bytes=", "-", "0", "999", "1000", "99999999999999999999", ",", '"abc"', "W/", "*"],
  check: (input) => {
    const [range = "", ifRange = "", ifNoneMatch = "", since = ""] = input
      .toString("latin1")
      .split(BETWEEN)
      .map((each) => fieldIn(Buffer.from(each, "latin1")));
    const fields = new Headers({
      ...(range === "" ? {} : { range }),
      ...(ifRange === "" ? {} : { "if-range": ifRange }),
      ...(ifNoneMatch === "" ? {} : { "if-none-match": ifNoneMatch }),
      ...(since === "" ? {} : { "if-modified-since": since }),
    });
    const found = rangeIn(fields, SIZE, VALIDATORS);
    const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(range) ?? [];
    const isCurrent = ifRange === "" || ifRange === '"abc"' || ifRange === "Mon, 30 Nov 2026 12:00:00 GMT";
    if (first !== undefined && last !== undefined && isCurrent && first.length < 16 && last.length < 16)
      same("the range", found, rangeOf(first, last));
    else if (found !== undefined)
      throw new Wrong("a range where none is asked for", JSON.stringify([range, ifRange, found]));
    const is304 = isNotModified(fields, VALIDATORS);
    if (is304 && ifNoneMatch !== "" && ifNoneMatch !== "*" && !ifNoneMatch.includes('"abc"'))
      throw new Wrong("not modified", ifNoneMatch);
    return `${found === "unsatisfiable" ? found : typeof found} ${is304} ${ifRange !== ""}`;
  },
};

/** RFC 9110 §14.1.2. */
function rangeOf(first: string, last: string): unknown {
  if (first === "" && last === "") return undefined;
  if (first === "")
    return Number(last) === 0 ? "unsatisfiable" : { start: SIZE - Math.min(SIZE, Number(last)), end: SIZE };
  if (last !== "" && Number(last) < Number(first)) return undefined;
  if (Number(first) >= SIZE) return "unsatisfiable";
  return { start: Number(first), end: last === "" ? SIZE : Math.min(SIZE, Number(last) + 1) };
}

const TRUSTED = networksOf(["127.0.0.1", "10.0.0.0/8"]);
const isTrusted = (address: string): boolean => address === "127.0.0.1" || address.startsWith("10.");
const ADDRESSES = ["10.0.0.1", "10.255.0.9", "127.0.0.1", "192.0.2.1", "198.51.100.7", "unknown", "300.1.1.1", ""];

export const forwarded: Target = {
  name: "x-forwarded-for",
  share: 0.5,
  seeds: ["192.0.2.1, 10.0.0.1", "192.0.2.1, 198.51.100.7, 10.0.0.1, 10.0.0.2"],
  words: ADDRESSES,
  generate: (random: Random) =>
    Array.from({ length: 1 + random(20) }, () => pick(random, ADDRESSES)).join(pick(random, [",", ", "])),
  check: (input) => {
    const field = fieldIn(input);
    const client = forwardedFor(field, "127.0.0.1", TRUSTED);
    // From the right: the first that no proxy of ours has, or where one of ours has written no address.
    const hops = field.split(",").map((hop) => hop.trim());
    if (hops.length > 16 || hops.some((hop) => /[:[\]]/.test(hop))) return "others";
    let wanted = "127.0.0.1";
    while (isTrusted(wanted)) {
      const hop = hops.pop() ?? "";
      if (!/^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?=.)|$)){4}$/.test(hop)) break;
      wanted = hop;
    }
    same("the client", client, wanted);
    return `${isTrusted(client)} ${hops.length > 0}`;
  },
};

const BOUNDARY = "----b";
const part = (head: string, content: string): string =>
  `--${BOUNDARY}\r\nContent-Disposition: form-data; ${head}\r\n\r\n${content}\r\n`;
const FILE = part('name="file"; filename="a.tar"\r\nContent-Type: application/x-tar', "\x28\xb5\x2f\xfd\0\r\n");
const END = `--${BOUNDARY}--\r\n`;
const PART =
  /^Content-Disposition: form-data; name="([^"\0\r\n%\\]+)"(; filename="[^"\r\n\\]*")?(?:\r\nContent-Type: [\w/.+-]+)?$/;

/** RFC 7578 §4, of what browsers write; undefined for anything else. */
function partsIn(text: string): { fields: [string, string][]; files: [string, string][] } | undefined {
  const pieces = text.split(`\r\n--${BOUNDARY}`);
  if (!text.startsWith(`--${BOUNDARY}\r\n`) || pieces.length < 2 || pieces.pop() !== "--\r\n") return undefined;
  const [fields, files]: [string, string][][] = [[], []];
  for (const [at, piece] of pieces.entries()) {
    const whole = at === 0 ? piece.slice(BOUNDARY.length + 2) : piece;
    const headEnd = whole.indexOf("\r\n\r\n");
    const [, name, filename] = PART.exec(whole.slice(2, headEnd)) ?? [];
    if (headEnd < 0 || !whole.startsWith("\r\n") || name === undefined) return undefined;
    (filename === undefined ? fields : files)?.push([name, whole.slice(headEnd + 4)]);
  }
  return { fields: fields ?? [], files: files ?? [] };
}

export const multipart: Target = {
  name: "multipart",
  share: 0.3,
  seeds: [
    part('name="a"', "1") + part('name="b"', "line\r\nline") + FILE + END,
    FILE + FILE + END,
    part('name="a"', "") + END,
  ],
  words: [
    `--${BOUNDARY}`,
    END,
    "\r\n",
    "\r\n\r\n",
    FILE,
    part('name="c"', "3"),
    'name="',
    'filename="',
    "Content-Type: ",
    "--",
    ";",
    "\0",
  ],
  check: async (input) => {
    const request = new Request("https://a.example/", {
      method: "POST",
      body: new Uint8Array(input),
      headers: { "content-type": `multipart/form-data; boundary=${BOUNDARY}` },
    });
    let form: Awaited<ReturnType<typeof readForm>>;
    try {
      form = await readForm(request, 1_000_000);
    } catch (error) {
      if (!(error instanceof FormError)) throw error;
      return `refused ${error.status}`;
    }
    const text = input.toString("latin1");
    // Bun takes a boundary in the middle of a line for one, too: browsers choose one that is nowhere else.
    const isInside = text.replace(/(?:^|\r\n)------b/g, "\n").includes(`--${BOUNDARY}`);
    const wanted = isInside ? undefined : partsIn(text);
    if (!wanted || wanted.fields.length + wanted.files.length > 200) return `read ${wanted !== undefined}`;
    const utf8 = (each: string): string =>
      new TextDecoder("utf-8", { ignoreBOM: true }).decode(Buffer.from(each, "latin1"));
    same(
      "the fields",
      form.fields,
      wanted.fields.map((pair) => pair.map((each) => utf8(each).replaceAll("\r\n", "\n"))),
    );
    const [file] = wanted.files.filter(([name, content]) => name === "file" && content !== "");
    same("the file", Buffer.from(form.file("file") ?? []).toString("latin1"), file?.[1] ?? "");
    return `read ${Math.min(3, wanted.fields.length)} ${Math.min(2, wanted.files.length)}`;
  },
};
