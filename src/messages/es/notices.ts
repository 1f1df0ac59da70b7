/** What the server writes to its administrators, in Spanish. */
import type { notices as en } from "../en/notices.ts";

export const notices: typeof en = {
  disk: {
    subject: "Disco",
    full: (freeMegabytes, reserveMegabytes) =>
      `El disco del servidor está casi lleno: hay ${freeMegabytes}\u00a0MB libres, y ${reserveMegabytes}\u00a0MB han de quedar libres. ` +
      "Hasta que haya sitio no se guarda nada nuevo: a quien envía un mensaje se le dice que no se ha aceptado. " +
      "Elimina de ese disco lo que no haga falta, o dale más sitio: el servidor sigue por sí solo. " +
      "Para ver quién ocupa cuánto: jabber-home user list",
    over: "Vuelve a haber sitio en el disco del servidor: se acepta todo como antes.",
  },
  findings: {
    subject: "Servidor",
    wrong: (list) =>
      `Algo falla en el servidor:\n\n${list}\n\nMás, y lo que se puede arreglar solo, en su equipo: jabber-home doctor`,
    mended: (list) => `Esto está arreglado:\n\n${list}`,
  },
  darkness: {
    subject: "Conexión",
    offline: (since, until) =>
      `Del ${since} al ${until}, el servidor no tuvo salida a Internet: las aplicaciones de fuera y los otros servidores no podían llegar a él. ` +
      "Ya ha vuelto. ¿Estaba apagado el router, o caída la línea? Los mensajes de otros servidores llegan a medida que estos lo vuelven a intentar.",
    off: (since, until) =>
      `Del ${since} al ${until}, el servidor no estuvo en marcha: el ordenador estaba apagado (¿un corte de luz?), o el servidor se detuvo a la fuerza. ` +
      "Nadie podía llegar a él. Ya ha vuelto. Los mensajes de otros servidores llegan a medida que estos lo vuelven a intentar.",
    both: (since, until, offSince, offUntil) =>
      `Del ${since} al ${until}, nadie de fuera pudo llegar al servidor: no tenía salida a Internet, y del ${offSince} al ${offUntil} ` +
      "no estuvo en marcha, porque el ordenador estaba apagado (¿un corte de luz?) o el servidor se detuvo a la fuerza. " +
      "Ya ha vuelto. Los mensajes de otros servidores llegan a medida que estos lo vuelven a intentar.",
  },
  expiry: {
    subject: "Certificado",
    body: (domains, when) =>
      `El certificado de ${domains} caduca ${when} y todavía no se ha podido renovar. ` +
      "Después, las aplicaciones y los otros servidores se niegan a conectarse. Para ver por qué: jabber-home certificate",
    byHand: (domains, when) =>
      `El certificado de ${domains} caduca ${when}, y se renueva a mano: nadie más que tú puede poner su registro DNS. ` +
      "Pasada esa fecha, las aplicaciones y los otros servidores se niegan a conectarse. En el equipo del servidor, ejecuta " +
      "jabber-home certificate renew: muestra el registro que hay que poner. Para no tener que hacerlo a mano: jabber-home setup",
  },
};
