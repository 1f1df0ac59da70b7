/** UPnP Device Architecture 2.0 §3.2: an action of a service. */
import type { Element } from "ltx";
import { printText } from "../xml/print.ts";
import { elementsNamed, parseRouterXml, type Service, textIn } from "./device-description.ts";
import { exchange } from "./http-exchange.ts";
import { MappingError, type MappingProblem } from "./report.ts";

/** A service refuses an action. */
export class ActionError extends MappingError {
  /** UPnP's errorCode; 0 where none was given. */
  readonly code: number;

  constructor(action: string, code: number) {
    super(PROBLEMS.get(code) ?? "refused", `${action}: UPnP error ${code}`);
    this.code = code;
  }
}

/** WANIPConnection:2 §2.5, WANIPv6FirewallControl:1 §2.4. */
const PROBLEMS: ReadonlyMap<number, MappingProblem> = new Map([
  [718, "conflict"],
  [728, "no-resources"],
]);

/** The answer's element. Rejects with ActionError, and with MappingError for anything else that goes wrong. */
export async function callAction(
  { type, control, via }: Service,
  action: string,
  values: Readonly<Record<string, string | number>> = {},
): Promise<Element> {
  const inner = Object.entries(values).map(([name, value]) => `<${name}>${printText(String(value))}</${name}>`);
  const body = [
    '<?xml version="1.0"?>\r\n<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"',
    ' s:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"><s:Body>',
    `<u:${action} xmlns:u="${type}">${inner.join("")}</u:${action}></s:Body></s:Envelope>\r\n`,
  ].join("");
  const headers = { "Content-Type": 'text/xml; charset="utf-8"', SOAPAction: `"${type}#${action}"` };
  const answer = await exchange({ method: "POST", url: control, via, headers, body });
  // §3.2.3: an error comes as 500.
  if (answer.status !== 200 && answer.status !== 500) throw new MappingError("refused", `HTTP ${answer.status}`);
  const root = parseRouterXml(answer.body);
  const [response] = elementsNamed(root, `${action}Response`);
  if (answer.status === 200 && response) return response;
  if (elementsNamed(root, "Fault").length === 0) throw new MappingError("wrong-answer", `${action}: no response`);
  throw new ActionError(action, Number(/^\d{3}$/.exec(textIn(root, "errorCode"))?.[0] ?? 0));
}
