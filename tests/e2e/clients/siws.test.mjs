// Sign-in texts: ours against those of wallet-standard, which is what wallets write and check.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { join } from 'node:path';
import { load, startNode } from './node.mjs';

const bs58 = load('bs58').default;
const nacl = load('tweetnacl');
const theirs = load('@solana/wallet-standard-util');

const vectors = process.env.PARADOX_VECTORS ?? new URL('../../vectors', import.meta.url).pathname;
const { siws } = JSON.parse(readFileSync(join(vectors, 'protocol.json')));

let node;
before(async () => (node = await startNode()));
after(async () => node.stop());

/// What our code writes, signs and accepts: one answer for each request.
function ours(requests) {
    const input = requests.map((one) => `${JSON.stringify(one)}\n`).join('');
    const child = spawnSync(process.env.PARADOX_SIGN_IN_TEXT, { input, encoding: 'utf8' });
    assert.equal(child.status, 0, child.stderr);
    return child.stdout.trimEnd().split('\n').map((line) => JSON.parse(line));
}

function newWallet() {
    const seed = randomBytes(32);
    const { publicKey, secretKey } = nacl.sign.keyPair.fromSeed(seed);
    return { seed: seed.toString('hex'), publicKey, secretKey, address: bs58.encode(publicKey) };
}

const resources = [`urn:ppv:session-grant:v1:${bs58.encode(randomBytes(32))}`, 'https://example.org/terms?v=2#top'];

function variants(address) {
    const least = {
        domain: 'desk.example:8443', address, uri: 'https://desk.example:8443/login', version: '1', chainId: 'localnet',
        nonce: 'BhOwc8fjOWOrOwd8S7Ba16', issuedAt: '2026-09-22T00:02:13Z', expirationTime: '2026-09-22T00:07:13Z',
    };
    return [
        least,
        { ...least, statement: 'Sign in to Paradox Desk.' },
        { ...least, chainId: 'solana:mainnet', resources },
        { ...least, notBefore: '2026-09-22T00:02:13.191Z', requestId: 'ch_71' },
        { ...least, domain: '127.0.0.1:4000', uri: 'http://127.0.0.1:4000', statement: 'a?b#c', requestId: 'x', resources },
        { ...least, issuedAt: '2026-09-22T02:02:13+02:00', resources: resources.slice(0, 1) },
    ];
}

test('for the same fields both write the same bytes', () => {
    const wallet = newWallet();
    const fields = variants(wallet.address);
    ours(fields.map((one) => ({ seed: wallet.seed, fields: one }))).forEach((answer, i) => {
        assert.equal(answer.text, theirs.createSignInMessageText(fields[i]));
    });
});

test('each parses what the other writes, and finds the same fields', () => {
    const wallet = newWallet();
    const present = (message) => Object.fromEntries(Object.entries(message).filter(([, value]) => value !== undefined));
    for (const fields of variants(wallet.address)) {
        const [{ text }] = ours([{ seed: wallet.seed, fields }]);
        assert.deepEqual(present(theirs.parseSignInMessageText(text)), fields);
        const [{ fields: read }] = ours([{ text: theirs.createSignInMessageText(fields) }]);
        assert.deepEqual(read, fields);
    }
});

test('they verify what our key signs, and nothing else', () => {
    const wallet = newWallet();
    for (const fields of variants(wallet.address)) {
        const [{ text, signature }] = ours([{ seed: wallet.seed, fields }]);
        const output = {
            account: { publicKey: wallet.publicKey },
            signedMessage: Buffer.from(text),
            signature: bs58.decode(signature),
        };
        assert.equal(theirs.verifySignIn(fields, output), true);
        assert.equal(theirs.verifySignIn({ ...fields, nonce: 'BhOwc8fjOWOrOwd8S7Ba17' }, output), false);
        output.signature[5] ^= 1;
        assert.equal(theirs.verifySignIn(fields, output), false);
    }
});

test('what the profile accepts, they read and write back; what they cannot read, it refuses', () => {
    for (const { text } of siws.accepts.map((one) => (typeof one === 'string' ? { text: one } : one))) {
        const message = theirs.parseSignInMessageText(text);
        assert.equal(theirs.createSignInMessageText(message), text);
        assert.ok(ours([{ text }])[0].fields);
    }
    for (const [name, text] of Object.entries(siws.rejects))
        assert.ok(ours([{ text }])[0].error, `${name} was accepted`);
});

test('the node takes a sign-in that wallet-standard wrote and a wallet signed', async () => {
    const wallet = newWallet();
    const challenge = await node.get(`/api/user/nonce?address=${wallet.address}`, null);
    const input = { ...challenge, address: wallet.address };
    const message = theirs.createSignInMessageText(input);
    assert.equal(ours([{ seed: wallet.seed, fields: input }])[0].text, message);
    const signature = nacl.sign.detached(Buffer.from(message), wallet.secretKey);
    const output = { account: { publicKey: wallet.publicKey }, signedMessage: Buffer.from(message), signature };
    assert.equal(theirs.verifySignIn(input, output), true);
    const body = { message, signature: Buffer.from(signature).toString('base64'), publicKey: wallet.address };
    const { status, json } = await node.request('POST', '/api/auth/siws', body, null);
    assert.equal(status, 200, JSON.stringify(json));
    assert.equal(json.address, wallet.address);
    const again = await node.request('POST', '/api/auth/siws', body, null);
    assert.equal(again.status, 401);
});

test('the node refuses a sign-in for another domain, key or moment', async () => {
    const wallet = newWallet();
    const changes = [
        { domain: 'evil.example' },
        { uri: 'https://evil.example' },
        { chainId: 'mainnet' },
        { address: newWallet().address },
        { expirationTime: '2099-01-01T00:00:00Z' },
        { statement: 'Give everything away.' },
        { requestId: 'ch_1' },
    ];
    for (const change of changes) {
        const challenge = await node.get(`/api/user/nonce?address=${wallet.address}`, null);
        const message = theirs.createSignInMessageText({ ...challenge, address: wallet.address, ...change });
        const signature = bs58.encode(nacl.sign.detached(Buffer.from(message), wallet.secretKey));
        const { status } = await node.request('POST', '/api/auth/siws', { message, signature, publicKey: wallet.address }, null);
        assert.equal(status, 401, JSON.stringify(change));
    }
});
