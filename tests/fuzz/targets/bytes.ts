/** Short exchanges in bytes: answers of a directory (RFC 4511), the handshake of SOCKS5 (RFC 1928), DER beside OpenSSL. */
import { bindRequest, resultCodeIn } from "../../../src/auth/ldap/bind-message.ts";
import { Socks5Handshake } from "../../../src/net/socks5-handshake.ts";
import { derValues } from "../../../src/trust/der.ts";
import { same, type Target, unlessRefused, Wrong } from "../target.ts";
import { values } from "./asn1.ts";

const bindResponse = (code: number): Buffer => Buffer.from([0x30, 12, 2, 1, 1, 0x61, 7, 10, 1, code, 4, 0, 4, 0]);

export const ldap: Target = {
  name: "ldap",
  seeds: [
    bindResponse(0),
    bindResponse(49),
    Buffer.from([0x30, 0x84, 0, 0, 0, 12, ...bindResponse(0).subarray(2)]),
    bindRequest("cn=a", Buffer.from("b")),
  ],
  check: (input) => {
    const read = (bytes: Buffer): number | "more" | "refused" => {
      try {
        return resultCodeIn(bytes) ?? "more";
      } catch (error) {
        if (!(error instanceof Error) || !error.message.startsWith("it has answered")) throw error;
        return "refused";
      }
    };
    const result = read(input);
    // What has come so far is a part of that, or nothing that can be an answer.
    for (const at of [1, 3, input.length - 1]) {
      const before = read(input.subarray(0, Math.max(0, at)));
      if (typeof before === "number" ? before !== result : before === "refused" && result !== "refused")
        throw new Wrong("another answer by its beginning", `${before} ${result}`);
    }
    if (result === 0 && (input[0] !== 0x30 || !input.includes(Buffer.from([0x0a, 1, 0]))))
      throw new Wrong("a success", input.toString("hex"));
    return String(typeof result === "number" ? Math.min(result, 60) : result);
  },
};

const GREETING = Buffer.from([5, 1, 0]);
const NAME = "a".repeat(40);
const REQUEST = Buffer.from([5, 1, 0, 3, NAME.length, ...Buffer.from(NAME), 0, 0]);

/** RFC 1928 §3, §4: what is left behind the greeting and the request. */
function requireRest(input: Buffer, nameLength: number, left: number): void {
  const wanted = input.length - (2 + (input[1] ?? 0)) - (5 + nameLength + 2);
  same("what is left", left, wanted);
}

export const socks5: Target = {
  name: "socks5",
  seeds: [
    Buffer.concat([GREETING, REQUEST]),
    Buffer.concat([GREETING, REQUEST, Buffer.from("rest")]),
    Buffer.from([5, 2, 1, 2]),
    Buffer.from([4, 1, 0, 80]),
  ],
  check: (input) => {
    const read = (size: number): string => {
      const handshake = new Socks5Handshake();
      const replies: string[] = [];
      let isGreeted = false;
      for (let at = 0; at < input.length; at += size) {
        let step = handshake.read(input.subarray(at, at + size));
        if (step.is === "greeted" && !isGreeted) {
          isGreeted = true;
          replies.push(Buffer.from(step.reply).toString("hex"));
          step = handshake.read(new Uint8Array());
        }
        if (step.is === "refused") return [...replies, `refused ${Buffer.from(step.reply).toString("hex")}`].join();
        if (step.is === "connect")
          requireRest(input, step.name.length, step.rest.length + Math.max(0, input.length - at - size));
        if (step.is === "connect")
          return [...replies, step.name, Buffer.concat([step.rest, input.subarray(at + size)]).toString("hex")].join();
        if (step.is === "greeted") throw new Wrong("greeted twice", "");
      }
      return [...replies, "more"].join();
    };
    const whole = read(input.length || 1);
    if (input.length < 4096) for (const size of [1, 3]) same(`in pieces of ${size}`, read(size), whole);
    return whole.slice(0, 20);
  },
};

export const openssl: Target = {
  ...values,
  name: "der-openssl",
  share: 0.01,
  missing: () => (Bun.which("openssl") === null ? "openssl" : undefined),
  check: (input) => {
    const read = unlessRefused([RangeError], () => derValues(input));
    if (!read || input.length === 0) return "refused";
    // Only the outermost values are read here: those within may be anything.
    const { success, stdout } = Bun.spawnSync(["openssl", "asn1parse", "-inform", "DER"], { stdin: input });
    const rows = [...stdout.toString().matchAll(/^ *(\d+):d=0 +hl=(\d+) +l= *(\d+|inf)/gm)];
    const starts = rows.map(([, at, head, length]) => [Number(at), Number(head) + Number(length)]);
    let at = 0;
    const ours = read.map(({ encoded }) => {
      at += encoded.length;
      return [at - encoded.length, encoded.length];
    });
    same("the values", ours.slice(0, starts.length), starts);
    // Zeros end it there (X.690 §8.1.5).
    const isEnded = read.some(({ tag }) => tag === 0);
    if (success && !isEnded) same("their number", ours.length, starts.length);
    return `${success} ${Math.min(3, ours.length)}`;
  },
};
