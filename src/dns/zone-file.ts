/** DNS records as people enter them: lines of a zone file (RFC 1035 §5), or fields of a registrar's form. */
import type { DnsRecord } from "./records.ts";

/** A line for each record, aligned; names are absolute, so that it means the same in any zone. */
export function zoneFileLines(records: readonly DnsRecord[]): readonly string[] {
  const rows = records.map((record) => [`${record.name}.`, String(record.ttl), "IN", record.type, dataOf(record)]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(0, ...rows.map((row) => (row[column] ?? "").length)));
  return rows.map((row) => row.map((field, column) => field.padEnd(widths[column] ?? 0)).join(" "));
}

/** "10 100 5222 tintin.example.com." */
export function dataOf(record: DnsRecord): string {
  if (record.type === "CNAME") return `${record.value}.`;
  if (record.type !== "SRV") return record.value;
  const { priority, weight, port, target } = record.value;
  return `${priority} ${weight} ${port} ${target}.`;
}

/** RFC 1035 §5.1: a character string in quotes; what is not printable ASCII is \DDD. */
export const quotedText = (text: string): string =>
  `"${Array.from(Buffer.from(text), (octet) => {
    if (octet < 0x20 || octet > 0x7e) return `\\${String(octet).padStart(3, "0")}`;
    const sign = String.fromCharCode(octet);
    return sign === '"' || sign === "\\" ? `\\${sign}` : sign;
  }).join("")}"`;

export interface FormRow {
  readonly type: DnsRecord["type"];
  /** "_xmpp-client"; empty but for SRV. */
  readonly service: string;
  /** "_tcp"; empty but for SRV. */
  readonly protocol: string;
  /** Relative to the zone, "@" for the zone itself; without service and protocol. */
  readonly name: string;
  /** The same with service and protocol in front, for forms that have only one field. */
  readonly host: string;
  readonly priority: string;
  readonly weight: string;
  readonly port: string;
  /** The target, or the address. */
  readonly target: string;
  readonly ttl: string;
}

/** The fields of a registrar's form for those records that are in `zone` ("example.com"). */
export function formRows(records: readonly DnsRecord[], zone: string): readonly FormRow[] {
  return records
    .filter(({ name }) => name === zone || name.endsWith(`.${zone}`))
    .map((record) => formRow(record, zone));
}

function formRow(record: DnsRecord, zone: string): FormRow {
  const host = relativeName(record.name, zone);
  const { type } = record;
  const ttl = String(record.ttl);
  if (record.type !== "SRV") {
    const blank = { service: "", protocol: "", priority: "", weight: "", port: "" };
    return { type, ...blank, name: host, host, target: record.value, ttl };
  }
  const [service = "", protocol = "", ...rest] = record.name.split(".");
  const { priority, weight, port, target } = record.value;
  const numbers = { priority: String(priority), weight: String(weight), port: String(port) };
  return { type, service, protocol, name: relativeName(rest.join("."), zone), host, ...numbers, target, ttl };
}

/** "@" for the zone itself. */
export const relativeName = (name: string, zone: string): string =>
  name === zone ? "@" : name.slice(0, -zone.length - 1);

/** RFC 1035 §5.1: the octets of a character string in quotes, as quotedText writes it. */
export function octetsOf(quoted: string): Buffer {
  const inner = quoted.replace(/^"|"$/g, "");
  const parts = [...inner.matchAll(/\\(\d{3})|\\(.)|([^\\]+)/gs)];
  return Buffer.concat(
    parts.map(([, code, escaped, plain]) =>
      code === undefined ? Buffer.from(escaped ?? plain ?? "") : Buffer.of(Number(code) & 0xff),
    ),
  );
}
