// Starts a real paradox-node in a directory of its own and speaks to its API.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { load, until } from '../../ledger/clients/ledger.mjs';

export { load, until };
export const idl = JSON.parse(readFileSync(new URL('../../../backend/programs/idl/vault.json', import.meta.url)));

function spawnNode(directory, port, extra) {
    const child = spawn(process.env.PARADOX_NODE_PROGRAM,
        ['--data', directory, '--port', String(port), '--rpc-port', '0', ...extra],
        { stdio: ['ignore', 'pipe', 'inherit'] });
    return new Promise((resolve, reject) => {
        createInterface({ input: child.stdout }).once('line', (line) => resolve({ child, ready: JSON.parse(line) }));
        child.once('exit', (code) => reject(new Error(`paradox-node left with ${code}`)));
    });
}

/// `prepare` is called with the directory before the node first sees it.
export async function startNode(extra = [], prepare = () => {}) {
    const parent = mkdtempSync(join(tmpdir(), 'paradox-client-'));
    const directory = join(parent, 'node');
    prepare(directory);
    let { child, ready } = await spawnNode(directory, 0, extra);
    const token = readFileSync(ready.tokenFile, 'utf8').trim();
    const leave = async (signal) => {
        const left = new Promise((resolve) => child.once('exit', resolve));
        child.kill(signal);
        return left;
    };
    const stop = async () => {
        assert.equal(await leave('SIGTERM'), 0, 'paradox-node leaves in order');
        rmSync(parent, { recursive: true });
    };
    // Killed, and started again on the same port, so that a client need not know.
    const crash = async () => {
        await leave('SIGKILL');
        ({ child } = await spawnNode(directory, new URL(ready.api).port, extra));
    };
    const request = async (method, path, body, bearer = token) => {
        const response = await fetch(ready.api + path, {
            method,
            headers: {
                ...(bearer ? { authorization: `Bearer ${bearer}` } : {}),
                ...(body === undefined ? {} : { 'content-type': 'application/json' }),
            },
            body: body === undefined ? undefined : JSON.stringify(body),
        });
        return { status: response.status, json: await response.json() };
    };
    const node = { ...ready, request, crash, stop };
    node.get = async (path, bearer) => {
        const { status, json } = await request('GET', path, undefined, bearer);
        assert.equal(status, 200, `${path}: ${JSON.stringify(json)}`);
        return json;
    };
    node.health = await node.get('/health', null);
    return node;
}

/// The faucet's lamports, confirmed on the node's own ledger.
export async function fund(connection, address, lamports = 100_000_000_000) {
    const signature = await connection.requestAirdrop(address, lamports);
    const latest = await connection.getLatestBlockhash();
    const { value } = await connection.confirmTransaction({ signature, ...latest }, 'confirmed');
    assert.equal(value.err, null);
}
