// A real validator as a child, with the programs of this project loaded into it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { call, until } from '../ledger/clients/ledger.mjs';

const made = fileURLToPath(new URL('node_modules/.made/', import.meta.url));

/// The default ids, by name.
export const programs = Object.fromEntries(
    [...readFileSync(new URL('../../backend/programs/program_ids.h', import.meta.url), 'utf8')
        .matchAll(/X\((\w+), "(\w+)"\)/g)].map(([, name, id]) => [name, id]));
export const imageOf = (name) => join(process.env.PARADOX_PROGRAMS_DIRECTORY, `${name}.so`);

async function listen(port) {
    const server = createServer();
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return server;
}

/// JSON-RPC, PubSub on the port after it, and one for the stream that the validator insists on.
async function freePorts() {
    for (;;) {
        const servers = [];
        try {
            servers.push(await listen(0));
            const rpc = servers[0].address().port;
            servers.push(await listen(rpc + 1));
            servers.push(await listen(0));
            return { rpc, stream: servers[2].address().port };
        } catch (error) {
            if (error.code !== 'EADDRINUSE' && error.code !== 'ERR_SOCKET_BAD_PORT') throw error;
        } finally {
            await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
        }
    }
}

// "offline", it must never dial out; the remote is only there because the file must name one.
const settings = (directory, ports) => `
[accounts]
remote = "http://127.0.0.1:1"
lifecycle = "offline"
[rpc]
addr = "127.0.0.1"
port = ${ports.rpc}
[validator]
millis_per_slot = 400
sigverify = true
base_fees = 5000
[ledger]
reset = true
path = "${join(directory, 'ledger')}"
[geyser_grpc]
addr = "127.0.0.1"
port = ${ports.stream}
[metrics]
enabled = false
${Object.entries(programs).map(([name, id]) => `[[program]]\nid = "${id}"\npath = "${imageOf(name)}"\n`).join('')}`;

export async function startValidator() {
    const directory = mkdtempSync(join(tmpdir(), 'paradox-validator-'));
    const ports = await freePorts();
    const rpc = `http://127.0.0.1:${ports.rpc}`;
    const log = join(directory, 'log');
    const file = join(directory, 'validator.toml');
    let child;
    const launch = async () => {
        writeFileSync(file, settings(directory, ports));
        child = spawn(join(made, 'validator'), [file], {
            cwd: directory,
            stdio: ['ignore', 'ignore', openSync(log, 'a')],
            env: { ...process.env, LD_PRELOAD: join(made, 'glibc_additions.so'), RUST_LOG: 'warn' },
        });
        const isUp = () => call(rpc, 'getHealth', []).then(({ result }) => result === 'ok', () => false);
        await until(async () => {
            if (child.exitCode !== null) throw new Error(`the validator left:\n${readFileSync(log, 'utf8').slice(-2000)}`);
            return isUp();
        }, 'the validator');
    };
    const leave = async () => {
        const left = once(child, 'exit');
        child.kill('SIGTERM');
        await left;
    };
    await launch();
    return {
        rpc,
        ws: `ws://127.0.0.1:${ports.rpc + 1}`,
        directory,
        stop: async () => {
            await leave();
            rmSync(directory, { recursive: true });
        },
    };
}
