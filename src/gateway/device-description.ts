/** UPnP Device Architecture 2.0 §2.3: the services in a device's description. */
import type { Element } from "ltx";
import type { XmlLimits } from "../xml/limits.ts";
import { parseFrame } from "../xml/parse-element.ts";
import { exchange, MAX_BODY_BYTES, type Via } from "./http-exchange.ts";
import { MappingError } from "./report.ts";
import { urlOf } from "./ssdp.ts";

/** Of what a router sends; its XML is read by the rules of a stream: no document type, no entities but XML's own five. */
const LIMITS: XmlLimits = { stanzaBytes: MAX_BODY_BYTES, weight: MAX_BODY_BYTES * 16, depth: 24, attributes: 24 };

/** The best first. */
const CONNECTION_SERVICES = [
  "urn:schemas-upnp-org:service:WANIPConnection:2",
  "urn:schemas-upnp-org:service:WANIPConnection:1",
  "urn:schemas-upnp-org:service:WANPPPConnection:1",
];
const FIREWALL_SERVICE = "urn:schemas-upnp-org:service:WANIPv6FirewallControl:1";
const NAMES = ["friendlyName", "manufacturer", "modelName", "modelDescription"];
const MAX_NAME = 256;
/** Services that are looked at. */
const MAX_SERVICES = 64;

export interface Service {
  /** "urn:schemas-upnp-org:service:WANIPConnection:2". */
  readonly type: string;
  readonly control: URL;
  /** Where its actions are sent, if not to the URL's host. */
  readonly via?: Via;
}

export interface GatewayDevice {
  /** The best first; none where it does not forward ports, but opens a firewall. */
  readonly connections: readonly Service[];
  readonly firewall: Service | undefined;
  /** What it calls itself, and who made it. */
  readonly names: string;
}

/** Throws MappingError "wrong-answer". */
export function parseRouterXml(text: string): Element {
  try {
    return parseFrame(text.trim(), LIMITS);
  } catch (error) {
    throw new MappingError("wrong-answer", `XML: ${String(error)}`);
  }
}

/** The elements with this name without its prefix, at any depth, in order. */
export function elementsNamed(root: Element, name: string): Element[] {
  const isNamed = root.name.split(":").at(-1) === name;
  return [...(isNamed ? [root] : []), ...root.getChildElements().flatMap((child) => elementsNamed(child, name))];
}

/** The text of the first of them, trimmed; "" where there is none. */
export const textIn = (root: Element, name: string): string => elementsNamed(root, name)[0]?.text().trim() ?? "";

/** The same of its children alone, so that services within services cost no more than others. */
const childText = (element: Element, name: string): string =>
  element
    .getChildElements()
    .find((child) => child.name.split(":").at(-1) === name)
    ?.text()
    .trim() ?? "";

/** `via` as in `exchange`. Rejects with MappingError. */
export async function describeDevice(location: URL, router: string, via?: Via): Promise<GatewayDevice> {
  const { status, body } = await exchange({ method: "GET", url: location, via });
  if (status !== 200) throw new MappingError("wrong-answer", `description: HTTP ${status}`);
  return deviceIn(parseRouterXml(body), location, router);
}

/** Throws MappingError where there is no service for us. */
export function deviceIn(root: Element, location: URL, router: string): GatewayDevice {
  const base = urlOf(textIn(root, "URLBase"), router) ?? location;
  const services = elementsNamed(root, "service")
    .slice(0, MAX_SERVICES)
    .flatMap((service): Service[] => {
      const control = urlOf(childText(service, "controlURL"), router, base);
      return control ? [{ type: childText(service, "serviceType"), control }] : [];
    });
  const connections = CONNECTION_SERVICES.flatMap((type) => services.filter((service) => service.type === type));
  const firewall = services.find(({ type }) => type === FIREWALL_SERVICE);
  if (connections.length === 0 && !firewall) throw new MappingError("wrong-answer", "description: no service");
  const names = NAMES.map((name) => textIn(root, name).slice(0, MAX_NAME)).join(" ");
  return { connections, firewall, names };
}
