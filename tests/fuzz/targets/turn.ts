/** STUN and TURN (RFC 8489, RFC 8656): messages, addresses in them, and both on a stream. */

import { readXorAddress, xorAddress } from "../../../src/turn/address.ts";
import { ATTRIBUTE, METHOD } from "../../../src/turn/attributes.ts";
import { fingerprint, integrityOf, isIntact, withFingerprint, withIntegrity } from "../../../src/turn/integrity.ts";
import { printMessage, readMessage } from "../../../src/turn/message.ts";
import { streamReader } from "../../../src/turn/stream-framing.ts";
import { same, type Target, Wrong } from "../target.ts";

const KEY = Buffer.from("key");
const TRANSACTION = Buffer.from("twelve bytes");
const allocate = printMessage({
  ...{ class: "request", method: METHOD.ALLOCATE, transaction: TRANSACTION },
  attributes: [
    [ATTRIBUTE.USERNAME, Buffer.from("romeo")],
    [ATTRIBUTE.XOR_PEER_ADDRESS, xorAddress({ address: "192.0.2.1", port: 99 }, TRANSACTION)],
    [ATTRIBUTE.XOR_PEER_ADDRESS, xorAddress({ address: "2001:db8::1", port: 9 }, TRANSACTION)],
  ],
});
const channelData = Buffer.from([0x40, 0, 0, 5, 1, 2, 3, 4, 5, 0, 0, 0]);

export const stun: Target = {
  name: "stun",
  seeds: [allocate, withFingerprint(withIntegrity(allocate, "sha1", KEY)), withIntegrity(allocate, "sha256", KEY)],
  check: (input) => {
    const message = readMessage(input);
    if (!message) return "refused";
    const { method, transaction, attributes } = message;
    const pairs = attributes.map(({ type, value }) => [type, value] as const);
    const again = readMessage(printMessage({ class: message.class, method, transaction, attributes: pairs }));
    same("what is printed", again?.attributes, attributes);
    same("its head", [again?.class, again?.method], [message.class, method]);
    const hash = integrityOf(message);
    if (hash) isIntact(message, hash, KEY);
    const read = attributes.map(({ value }) => readXorAddress(value, transaction)).filter((each) => each !== undefined);
    for (const { address, port } of read) {
      const { address: known, port: at } =
        readXorAddress(xorAddress({ address, port }, transaction), transaction) ?? {};
      same("an address", [known, at], [address, port]);
    }
    return `${message.class} ${Math.min(attributes.length, 5)} ${hash} ${fingerprint(message)} ${read.length > 0}`;
  },
};

export const stream: Target = {
  name: "turn-stream",
  seeds: [Buffer.concat([allocate, channelData, allocate]), channelData],
  check: (input) => {
    const read = (size: number): unknown => {
      const messages: string[] = [];
      const reader = streamReader((bytes) => void messages.push(bytes.toString("hex")));
      let isOpen = true;
      for (let at = 0; isOpen && at < input.length; at += size) isOpen = reader.data(input.subarray(at, at + size));
      return [messages, isOpen];
    };
    const whole = read(input.length || 1) as [string[], boolean];
    // A connection that is closed has been read as far as it came.
    for (const size of input.length < 4096 ? [1, 3, 64] : [1400]) {
      const [messages, isOpen] = read(size) as [string[], boolean];
      same(`in pieces of ${size}`, [messages, isOpen], whole);
    }
    if (whole[0].some((message) => message.length / 2 > 65_555)) throw new Wrong("a message longer than any", "");
    return `${Math.min(whole[0].length, 5)} ${whole[1]}`;
  },
};
