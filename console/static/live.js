// One stream for all pages of this browser: it has six connections to a host (HTTP/1.1), and an account five streams.
"use strict";
const ports = new Set();
let source = null, count = null, whose = null;

onconnect = (connection) => {
  const port = connection.ports[0];
  port.onmessage = (message) => {
    if (message.data.leave) { leave(port); return; }
    ports.add(port);
    if (whose !== message.data.account) { source?.close(); source = null; count = null; whose = message.data.account; }
    if (count) port.postMessage(count);
    open(message.data.url);
  };
};

function leave(port) {
  ports.delete(port);
  if (!ports.size && source) { source.close(); source = null; }
}

function open(url) {
  if (source && source.readyState !== EventSource.CLOSED) return;
  const opened = source = new EventSource(url);
  for (const name of ["unread", "item", "end"]) {
    opened.addEventListener(name, (event) => {
      const told = { name, data: JSON.parse(event.data) };
      if (name === "unread") count = told;
      for (const port of ports) port.postMessage(told);
    });
  }
  opened.onerror = () => {
    if (opened.readyState !== EventSource.CLOSED) return;
    setTimeout(() => { if (ports.size && source === opened) open(url); }, 10000 + Math.random() * 10000);
  };
}
