/** What somebody outside has seen of a port of this server, as data. */
import type { CertificateProblem } from "../certificate/certificate-error.ts";
import type { PingBackResult } from "../federation/outgoing/ping-back.ts";
import type { FailureReason, IncomingReport } from "../federation/report.ts";
import type { SeenByPhone } from "./phone-check.ts";

/** The listeners that others come to, by their options' names. */
export const LISTENERS = [
  "http",
  "https",
  "client",
  "client_tls",
  "server",
  "server_tls",
  "proxy",
  "turn",
  "turns",
] as const;
export type OpenListener = (typeof LISTENERS)[number];

export type Reached = "yes" | "no" | "unknown";

interface SightOfPort {
  readonly listener: OpenListener;
  readonly reached: Reached;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** RFC 8555: the test service of a certificate authority has validated the name through the port. */
export interface SeenByAuthority extends SightOfPort {
  readonly by: "authority";
  /** Its name for people. */
  readonly who: string;
  /** Not there where it has reached this server. */
  readonly problem?: CertificateProblem;
  /** The address that it has connected to, where it says so; and those that did not answer. */
  readonly address?: string;
  readonly unanswered: readonly string[];
}

/** XEP-0199: another server was asked to answer over a stream that it opens; or it has opened one by itself. */
export interface SeenByServer extends SightOfPort {
  readonly by: "server";
  /** Its domain. */
  readonly who: string;
  readonly outcome: PingBackResult["outcome"] | "connected";
  /** Of its stream to us. */
  readonly stream?: Pick<IncomingReport, "remoteAddress" | "localPort" | "tls" | "proof" | "since">;
  /** Why it was sent nothing, in a sentence, and as data. */
  readonly text?: string;
  readonly obstacle?: FailureReason;
}

/** An app has signed in, and has come from outside. */
export interface SeenByApp extends SightOfPort {
  readonly by: "app";
  /** Its address. */
  readonly who: string;
  readonly reached: "yes";
}

export type Sight = SeenByAuthority | SeenByServer | SeenByPhone | SeenByApp;

/** Somebody has signed in. */
export interface Arrival {
  readonly address: string;
  readonly localPort: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export interface ReachabilityReport {
  /** The port is that of this machine; for pages that of their addresses. */
  readonly listeners: readonly { readonly listener: OpenListener; readonly port: number }[];
  /** The newest of each listener and witness. */
  readonly sights: readonly Sight[];
  /** Who can be asked: the authority's name, if it has a test service; and servers that anybody may ask. */
  readonly authority?: string;
  readonly servers: readonly string[];
}
