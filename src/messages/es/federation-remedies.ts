/** What helps when another server cannot be reached, in Spanish. */
import type { federationRemedies as en } from "../en/federation-remedies.ts";

export const federationRemedies: typeof en = {
  wait: () => "Puede que falte solo un momento: espera, e inténtalo de nuevo.",
  tell: ({ remote }) => `Avisa a quien administra ${remote}.`,
  spelling: ({ remote }) => `Mira si ${remote} está bien escrito.`,
  respect: () => "Es decisión suya: desde aquí no se puede hacer nada.",
  resolver: () =>
    "Si pasa con todos los dominios: mira cómo llega este equipo al DNS, o indica un resolutor en dns.resolvers (config.toml).",
  outgoing: ({ port }) =>
    `Si pasa con todos los dominios: deja que este equipo se conecte al puerto TCP ${port} de los demás (su cortafuegos, el del router, el del operador).`,
  internet: () => "Si pasa con todos los dominios: mira si este equipo está conectado a Internet.",
  plaintext: ({ remote }) =>
    `Si no importa que lo escrito se pueda leer por el camino: añade ${remote} a federation.plaintext en config.toml.`,
  unverified: ({ remote }) =>
    `Si te bastan sus registros DNS como prueba: añade ${remote} a federation.unverified en config.toml.`,
  root: () => "Si te fías de la autoridad que lo emitió: pon su raíz en un archivo, e indícalo en federation.ca_file.",
  clock: () => "Mira la fecha y la hora de este equipo.",
  certificate: ({ command }) => `Mira si nuestro propio certificado vale para los demás: ${command}`,
  records: ({ command }) => `Mira si el DNS trae a los demás hasta aquí: ${command}`,
  incoming: ({ ourPort }) =>
    `Deja que los demás se conecten al puerto TCP ${ourPort} de este equipo (su cortafuegos, el del router).`,
  unwanted: ({ remote, local }) => `Pregunta a quien administra ${remote} si allí quieren tratos con ${local}.`,
  wrongMachine: ({ remote }) => `El DNS lleva a un equipo que no sirve ${remote}: avisa a quien lo administra.`,
  private: ({ remote }) =>
    `Si ${remote} está en tu propia casa: pon private_addresses a true en [federation] de config.toml, y reinicia el servidor.`,
  options: () =>
    "Si no es lo que querías: mira enabled, allow y deny en [federation] de config.toml, y las listas de [blocklists].",
};
