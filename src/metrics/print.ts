/** Metrics as text: OpenMetrics 1.0, and the older format of Prometheus (0.0.4). */
import type { Family, Labels } from "./family.ts";

export type Format = "openmetrics" | "prometheus";

export const CONTENT_TYPES: Readonly<Record<Format, string>> = {
  openmetrics: "application/openmetrics-text; version=1.0.0; charset=utf-8",
  prometheus: "text/plain; version=0.0.4; charset=utf-8",
};

const PREFIX = "jabber_home_";

/** By what a client accepts (RFC 9110 §12.5.1); OpenMetrics where it says nothing, or everything is right. */
export const formatFor = (accept: string | null): Format =>
  accept === null || /openmetrics-text|\*\/\*/.test(accept) ? "openmetrics" : "prometheus";

export function printMetrics(families: readonly Family[], format: Format): string {
  const end = format === "openmetrics" ? "# EOF\n" : "";
  return `${families.map((family) => printFamily(family, format)).join("")}${end}`;
}

function printFamily(family: Family, format: Format): string {
  const isOpen = format === "openmetrics";
  const name = `${PREFIX}${family.name}`;
  // OpenMetrics names the family, the older format the sample; the older one has no type "info".
  const suffix = family.type === "counter" ? "_total" : family.type === "info" ? "_info" : "";
  const described = isOpen ? name : `${name}${suffix}`;
  const type = family.type === "info" && !isOpen ? "gauge" : family.type;
  const head = [
    `# TYPE ${described} ${type}`,
    ...(isOpen && family.unit ? [`# UNIT ${described} ${family.unit}`] : []),
    `# HELP ${described} ${escaped(family.help)}`,
  ];
  return `${[...head, ...samplesOf(family, name, suffix)].join("\n")}\n`;
}

function samplesOf(family: Family, name: string, suffix: string): readonly string[] {
  switch (family.type) {
    case "counter":
    case "gauge":
      return family.samples.map(
        ({ labels = {}, value }) => `${name}${suffix}${printLabels(labels)} ${printNumber(value)}`,
      );
    case "info":
      return [`${name}${suffix}${printLabels(family.labels)} 1`];
    case "histogram": {
      const { bounds, counts, sum } = family.histogram;
      let below = 0;
      const buckets = counts.map((count, at) => {
        below += count;
        const bound = bounds[at];
        return `${name}_bucket${printLabels({ le: bound === undefined ? "+Inf" : printBound(bound) })} ${below}`;
      });
      return [...buckets, `${name}_count ${below}`, `${name}_sum ${printNumber(sum)}`];
    }
  }
}

function printLabels(labels: Labels): string {
  const all = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return all.length === 0 ? "" : `{${all.join(",")}}`;
}

const escaped = (text: string): string => text.replace(/[\\\n"]/g, (sign) => (sign === "\n" ? "\\n" : `\\${sign}`));

const printNumber = (value: number): string =>
  Number.isFinite(value) ? String(value) : value > 0 ? "+Inf" : value < 0 ? "-Inf" : "NaN";

/** OpenMetrics §Numbers: the bounds of buckets are floats. */
const printBound = (bound: number): string => (Number.isInteger(bound) ? `${bound}.0` : String(bound));
