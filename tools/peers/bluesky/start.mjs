// SPDX-FileCopyrightText: 2026 Dorflinde contributors
// SPDX-License-Identifier: EUPL-1.2
//
// A real AT Protocol network on loopback: PLC directory, PDS and, unless MODE=pds, the AppView.
//
// PORT_BASE     ports are PORT_BASE +1 (introspection), +2 (PLC), +3 (PDS), +4 (AppView), +7 (Ozone)
// READY_FILE    written as JSON once everything answers
// MODE=pds      PLC and PDS only; otherwise DB_POSTGRES_URL, DB_POSTGRES_SCHEMA and REDIS_HOST are needed
// RATE_LIMITS=1 the PDS answers 429 as the real one does
//
// Data lives in memory and is fresh on every start.
import fs from 'node:fs'
import net from 'node:net'

// The packages listen without naming a host, which means every interface of the machine.
const listen = net.Server.prototype.listen
net.Server.prototype.listen = function (first, ...rest) {
  if (first && typeof first === 'object' && 'port' in first && !first.host) {
    return listen.call(this, { ...first, host: '127.0.0.1' }, ...rest)
  }
  if (typeof first === 'number' || /^\d+$/.test(String(first))) {
    const callbacks = rest.filter((argument) => typeof argument === 'function')
    return listen.call(this, { port: Number(first), host: '127.0.0.1' }, ...callbacks)
  }
  return listen.call(this, first, ...rest)
}

const { TestNetwork, TestNetworkNoAppView } = await import('@atproto/dev-env')
const base = Number(process.env.PORT_BASE)
const plc = { port: base + 2 }
const pds = {
  port: base + 3,
  hostname: 'localhost',
  inviteRequired: false,
  rateLimitsEnabled: process.env.RATE_LIMITS === '1',
}
const network =
  process.env.MODE === 'pds'
    ? await TestNetworkNoAppView.create({ plc, pds })
    : await TestNetwork.create({
        plc,
        pds,
        bsky: { port: base + 4, publicUrl: `http://localhost:${base + 4}` },
        ozone: { port: base + 7 },
        introspect: { port: base + 1 },
      })

const ready = {
  pid: process.pid,
  plc: `http://localhost:${plc.port}`,
  pds: network.pds.url,
  appview: network.bsky?.url ?? null,
  appviewDid: network.bsky?.serverDid ?? null,
}
fs.writeFileSync(`${process.env.READY_FILE}.new`, JSON.stringify(ready, null, 2))
fs.renameSync(`${process.env.READY_FILE}.new`, process.env.READY_FILE)
console.log('READY', JSON.stringify(ready))

let closing = false
for (const name of ['SIGINT', 'SIGTERM']) {
  process.on(name, async () => {
    if (closing) return
    closing = true
    setTimeout(() => process.exit(0), 5000).unref()
    await network.close().catch((error) => console.error(error))
    process.exit(0)
  })
}
