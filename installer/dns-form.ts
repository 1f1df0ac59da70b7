/** Records as the fields of a provider's form: with its names for them, or with every spelling where the form is not known. */
import type { FormStyle, Provider } from "../src/dns/provider.ts";
import { formStyle } from "../src/dns/provider.ts";
import type { DnsRecord } from "../src/dns/records.ts";
import { dataOf, type FormRow, formRows } from "../src/dns/zone-file.ts";
import type { DnsMessages } from "../src/messages/dns.ts";
import { type FieldLabels, fieldLabels, providerPages } from "../src/messages/dns-providers.ts";
import type { Language } from "../src/messages/language.ts";

/** The column for a record's type. */
const TYPE_WIDTH = 7;

export interface FormContext {
  readonly zone: string;
  readonly provider: Provider | undefined;
  /** The columns of a line. */
  readonly width: number;
  readonly messages: DnsMessages;
  readonly language: Language;
}

/** For the records in `zone`. Each record: its name, its numbers, its target, a line each. */
export function formLines(
  records: readonly DnsRecord[],
  { zone, provider, width, messages, language }: FormContext,
): readonly string[] {
  const labels = { ...fieldLabels[language], ...(provider && providerPages[language][provider].labels) };
  const style = formStyle(provider);
  return formRows(records, zone).flatMap((row, index) => {
    const record = records.filter(({ name }) => name === zone || name.endsWith(`.${zone}`))[index];
    const fields =
      row.type === "SRV" ? srvFields(row, record, style, labels, messages) : plainFields(row, style, labels, messages);
    return fields
      .flatMap((line) => joined(line, width - TYPE_WIDTH))
      .map((line, at) => (at === 0 ? row.type : "").padEnd(TYPE_WIDTH) + line);
  });
}

/** A line of fields, or, where it is too long, a line for each. */
const joined = (fields: readonly string[], width: number): readonly string[] => {
  const line = fields.join("  ");
  return line.length <= width ? [line] : fields;
};

type Fields = readonly (readonly string[])[];

function plainFields(row: FormRow, style: FormStyle, labels: FieldLabels, messages: DnsMessages): Fields {
  const value = row.type === "CNAME" ? targetText(row.target, style, messages) : row.target;
  return [[`${labels.name} ${nameText(row.host, style)}`, `${labels.ttl} ${row.ttl}`], [`${labels.value} ${value}`]];
}

function srvFields(
  row: FormRow,
  record: DnsRecord | undefined,
  style: FormStyle,
  labels: FieldLabels,
  messages: DnsMessages,
): Fields {
  const name = `${labels.name} ${nameText(row.host, style)}`;
  const parts = [
    `${labels.service} ${row.service}`,
    `${labels.protocol} ${row.protocol}`,
    `${labels.name} ${nameText(row.name, style)}`,
  ];
  const ttl = `${labels.ttl} ${row.ttl}`;
  if (style.isOneField) return [[name, ttl], [`${labels.target} ${record === undefined ? "" : dataOf(record)}`]];
  const names: Fields =
    style.name === "separate"
      ? [parts]
      : style.name === "joined"
        ? [[name]]
        : [[name], [messages.inParts(parts.join("  "))]];
  const numbers = [
    ttl,
    `${labels.priority} ${row.priority}`,
    `${labels.weight} ${row.weight}`,
    `${labels.port} ${row.port}`,
  ];
  return [...names, numbers, [`${labels.target} ${targetText(row.target, style, messages)}`]];
}

const nameText = (name: string, { apex }: FormStyle): string => (name === "@" ? apex || "–" : name);

function targetText(target: string, { target: spelling }: FormStyle, messages: DnsMessages): string {
  if (spelling === "plain") return target;
  return spelling === "dot" ? `${target}.` : `${target}.  ${messages.or(target)}`;
}
