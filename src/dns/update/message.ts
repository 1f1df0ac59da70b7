/** RFC 2136: the message that replaces record sets, in the wire form of RFC 1035 §4. */
import { isIPv4 } from "node:net";
import { canonicalIPv6 } from "../../ipv6.ts";
import type { RecordSet, WrittenType } from "../record-set.ts";
import { octetsOf } from "../zone-file.ts";

const TYPES: Readonly<Record<WrittenType | "SOA", number>> = { A: 1, AAAA: 28, CNAME: 5, SRV: 33, TXT: 16, SOA: 6 };
const CLASS = { in: 1, any: 255 } as const;
/** RFC 2136 §1.3, in the header's second word. */
const OPCODE_UPDATE = 5 << 11;

export const HEADER_LENGTH = 12;

export const u16 = (...values: readonly number[]): Buffer => {
  const buffer = Buffer.alloc(values.length * 2);
  for (const [at, value] of values.entries()) buffer.writeUInt16BE(value, at * 2);
  return buffer;
};

export const u32 = (value: number): Buffer => {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32BE(value);
  return buffer;
};

/** RFC 1035 §3.1, in lower case and not compressed. Throws RangeError for a label over 63 octets. */
export function wireName(name: string): Buffer {
  const labels = name
    .toLowerCase()
    .split(".")
    .filter((label) => label !== "");
  const parts = labels.map((label) => {
    const octets = Buffer.from(label, "latin1");
    if (octets.length > 63) throw new RangeError(`the label is too long: ${label}`);
    return Buffer.concat([Buffer.of(octets.length), octets]);
  });
  return Buffer.concat([...parts, Buffer.of(0)]);
}

/** §2.5.2 and §2.5.1: each set is deleted, then its records are added, all or nothing. Throws RangeError for a value that is none. */
export function updateMessage(id: number, zone: string, sets: readonly RecordSet[]): Buffer {
  const updates = sets.flatMap(({ name, type, ttl, values }) => [
    Buffer.concat([wireName(name), u16(TYPES[type], CLASS.any), u32(0), u16(0)]),
    ...values.map((value) => {
      const data = recordData(type, value);
      return Buffer.concat([wireName(name), u16(TYPES[type], CLASS.in), u32(ttl), u16(data.length), data]);
    }),
  ]);
  const header = u16(id, OPCODE_UPDATE, 1, 0, updates.length, 0);
  return Buffer.concat([header, wireName(zone), u16(TYPES.SOA, CLASS.in), ...updates]);
}

function recordData(type: WrittenType, value: string): Buffer {
  switch (type) {
    case "A":
      if (!isIPv4(value)) throw new RangeError(`not an IPv4 address: ${value}`);
      return Buffer.from(value.split(".").map(Number));
    case "AAAA":
      return ipv6Octets(value);
    case "CNAME":
      return wireName(value);
    case "SRV": {
      const [priority, weight, port, target = ""] = value.split(" ");
      return Buffer.concat([u16(Number(priority), Number(weight), Number(port)), wireName(target)]);
    }
    case "TXT": {
      const octets = octetsOf(value);
      const strings: Buffer[] = [];
      for (let at = 0; at === 0 || at < octets.length; at += 255) {
        const part = octets.subarray(at, at + 255);
        strings.push(Buffer.of(part.length), part);
      }
      return Buffer.concat(strings);
    }
  }
}

function ipv6Octets(value: string): Buffer {
  const canonical = canonicalIPv6(value);
  if (canonical === undefined) throw new RangeError(`not an IPv6 address: ${value}`);
  const [head = "", tail] = canonical.split("::");
  const groups = (part: string): readonly number[] =>
    part === "" ? [] : part.split(":").map((group) => Number.parseInt(group, 16));
  const first = groups(head);
  const last = groups(tail ?? "");
  return u16(...first, ...Array.from({ length: 8 - first.length - last.length }, () => 0), ...last);
}
