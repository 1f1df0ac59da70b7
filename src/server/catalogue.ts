/** What all modules declare, gathered for service discovery (XEP-0030) and for reports. */
import type { Element } from "ltx";
import type { Gauge } from "./gauge.ts";
import type { Catalogue, Component, DiscoHandlers, Handlers, Identity, Module, PartImporter } from "./module.ts";

export interface GatheredCatalogue extends Catalogue {
  add(module: Pick<Module, "name" | "features" | "accountFeatures" | "identities">, handlers: Handlers): void;
}

export function openCatalogue(): GatheredCatalogue {
  const server = new Set<string>();
  const account = new Set<string>();
  const identities: { server: Identity[]; account: Identity[] } = { server: [], account: [] };
  const components: Component[] = [];
  const forms: NonNullable<DiscoHandlers["form"]>[] = [];
  const storageUsage = new Map<string, NonNullable<Handlers["storageUsage"]>>();
  const exports: NonNullable<Handlers["export"]>[] = [];
  const imported: NonNullable<Handlers["imported"]>[] = [];
  const arrived: NonNullable<Handlers["arrived"]>[] = [];
  const imports = new Map<string, Map<string, PartImporter>>();
  const addImports = (handlers: NonNullable<Handlers["import"]>): void => {
    for (const [namespace, byName] of Object.entries(handlers))
      imports.set(namespace, new Map([...(imports.get(namespace) ?? []), ...Object.entries(byName)]));
  };
  const gauges: Gauge[] = [];
  const streamFeatures: (() => Element)[] = [];
  return {
    ...{ server, account, identities, components, forms, storageUsage, exports, imports, imported, arrived },
    ...{ streamFeatures, gauges },
    /** What is answered is advertised: the namespaces come from the iq tables themselves. */
    add: ({ name, ...declared }, { iq = {}, disco = {}, ...handlers }) => {
      const both = [...(declared.features ?? []), ...Object.keys(iq.self ?? {})];
      const ofAccount = [...(declared.accountFeatures ?? []), ...Object.keys(iq.account ?? {})];
      const ofServer = [...(disco.features ?? []), ...Object.keys(iq.server ?? {})];
      for (const feature of [...both, ...ofAccount]) account.add(feature);
      for (const feature of [...both, ...ofServer]) server.add(feature);
      identities.account.push(...(declared.identities ?? []));
      identities.server.push(...(declared.identities ?? []), ...(disco.identities ?? []));
      if (disco.form) forms.push(disco.form);
      if (handlers.component) components.push(handlers.component);
      if (handlers.storageUsage) storageUsage.set(name, handlers.storageUsage);
      if (handlers.export) exports.push(handlers.export);
      if (handlers.import) addImports(handlers.import);
      if (handlers.imported) imported.push(handlers.imported);
      if (handlers.arrived) arrived.push(handlers.arrived);
      gauges.push(...(handlers.gauges ?? []));
      if (handlers.streamFeature) streamFeatures.push(handlers.streamFeature);
    },
  };
}
