// The main job on a real validator: a vault deployed by transactions, a node that settles on it, which is killed on the way.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fund, load, startNode, until } from '../e2e/clients/node.mjs';
import { Trader } from '../e2e/clients/trader.mjs';
import { deploy } from './deploy.mjs';
import { imageOf, programs, startValidator } from './validator.mjs';

const { Connection, Keypair, PublicKey, Transaction, TransactionInstruction } = load('@solana/web3.js');

const price = 200_000_000n;
const deposits = { seller: 1_000_000_000n, buyer: 50_000_000_000n };
const authority = Keypair.generate();

let validator;
let connection;
let node;
let seller;
let buyer;
const owed = new Map(); ///< lamports by trader
let settledBatches = 0;

before(async () => {
    validator = await startValidator();
    connection = new Connection(validator.rpc, 'confirmed');
    await fund(connection, authority.publicKey);
    const vault = await deploy(connection, authority, imageOf('vault'));
    const config = join(validator.directory, 'node.json');
    writeFileSync(config, JSON.stringify({ programs: { vault: vault.toBase58() } }));
    const extra = ['--rpc', validator.rpc, '--ws', validator.ws, '--config', config, '--cut-interval-ms', '600000'];
    // The vault lets nobody found it but the key that may upgrade it: that key is the node's.
    node = await startNode(extra, (directory) => {
        mkdirSync(join(directory, 'keys'), { recursive: true, mode: 0o700 });
        const key = JSON.stringify([...authority.secretKey]);
        writeFileSync(join(directory, 'keys', 'authority.json'), key, { mode: 0o600 });
    });
    [seller, buyer] = await Promise.all([Trader.enter(node), Trader.enter(node)]);
    for (const [trader, lamports] of [[seller, deposits.seller], [buyer, deposits.buyer]]) {
        await trader.openSession();
        await trader.deposit(lamports.toString());
        owed.set(trader, lamports);
    }
});
after(async () => {
    await node?.stop();
    await validator?.stop();
});

const address = (trader) => trader.owner.publicKey;
const newItems = (count) => Promise.all(Array.from({ length: count }, () => seller.registerItem(randomBytes(32))));
const fee = (gross) => (gross * BigInt(node.health.venue.feeBps)) / 10_000n;

/// Both sides of a sale of each item, admitted; the last purchase's id.
async function sell(items) {
    let bought;
    for (const item of items) {
        const ask = await seller.post({ type: 'LIST', item, from: address(seller), amount: price });
        assert.equal(ask.status, 202, JSON.stringify(ask.json));
        bought = await buyer.post({ type: 'BUY_NOW', item, from: address(seller), to: address(buyer), amount: price });
        assert.equal(bought.status, 202, JSON.stringify(bought.json));
    }
    return bought.id;
}

async function cut() {
    const { status, json } = await node.request('POST', '/api/batches/run', {});
    assert.ok(status < 300, JSON.stringify(json));
}

/// The batch of an intent, when it is final.
async function finalized(id) {
    const intent = await until(async () => {
        const found = await node.get(`/api/intents/${id}`, buyer.accessToken);
        return found.status === 'settled' && found;
    }, 'the settled purchase');
    return until(async () => {
        const found = await node.get(`/api/batches/${intent.batchSeq}`);
        return found.state === 'finalized' && found;
    }, 'the finalized batch');
}

/// Chain and database say the same, and it is what the sales of these items in one more batch come to.
async function agree(items) {
    const gross = price * BigInt(items.length);
    owed.set(seller, owed.get(seller) + gross - fee(price) * BigInt(items.length));
    owed.set(buyer, owed.get(buyer) - gross);
    for (const [trader, lamports] of owed) {
        const ledger = await trader.program.account.playerLedger.fetch(trader.ledgerAddress());
        assert.equal(ledger.available.toString(), lamports.toString());
        const path = `/api/wallets/${address(trader).toBase58()}/balances`;
        await until(async () => (await node.get(path, trader.accessToken)).available === lamports.toString(),
            `the node's own balance of ${lamports}`);
    }
    for (const item of items) {
        assert.ok((await seller.program.account.item.fetch(item)).owner.equals(address(buyer)));
        await until(async () => (await node.get(`/api/items/${item.toBase58()}`)).owner === address(buyer).toBase58(),
            'the new owner in the node\'s own index');
    }
    const game = await seller.program.account.game.fetch(seller.game);
    assert.equal(game.settledBatches.toString(), String(++settledBatches));
    assert.ok(game.openBatch.equals(PublicKey.default));
}

test('its machine runs every program', async () => {
    for (const [name, id] of Object.entries(programs)) {
        const unknown = new TransactionInstruction({ programId: new PublicKey(id), keys: [], data: Buffer.alloc(8, 1) });
        const transaction = new Transaction().add(unknown);
        transaction.feePayer = authority.publicKey;
        const { value } = await connection.simulateTransaction(transaction, [authority]);
        assert.deepEqual(value.err, { InstructionError: [0, { Custom: 101 }] }, `${name}: ${value.logs}`);
    }
});

test('the node founds its venue with the key that may upgrade the vault', async () => {
    const [config] = PublicKey.findProgramAddressSync([Buffer.from('config')], seller.program.programId);
    assert.ok((await seller.program.account.config.fetch(config)).admin.equals(authority.publicKey));
    assert.ok((await seller.program.account.game.fetch(seller.game)).authority.equals(authority.publicKey));
});

test('a sale settles in one transaction', async () => {
    const items = await newItems(1);
    const id = await sell(items);
    await cut();
    assert.equal((await finalized(id)).chunkCount, 1);
    await agree(items);
});

test('a batch too large for one transaction settles in chunks, each of them a transaction there', async () => {
    const items = await newItems(40);
    const id = await sell(items);
    await cut();
    const batch = await finalized(id);
    assert.equal(batch.accepted, items.length);
    assert.ok(batch.chunkCount > 1, JSON.stringify(batch));
    await agree(items);
    const { items: sent } = await node.get(`/api/batches/${batch.seq}/transactions`);
    for (const { signature } of sent) {
        const found = await connection.getTransaction(signature, { maxSupportedTransactionVersion: 0 });
        assert.equal(found.meta.err, null, signature);
    }
});

test('a node killed while it settles has settled once when it is back', async () => {
    const items = await newItems(40);
    const id = await sell(items);
    await cut();
    await until(async () => {
        const game = await seller.program.account.game.fetch(seller.game);
        return !game.openBatch.equals(PublicKey.default);
    }, 'a batch open on chain');
    await node.crash();
    await Promise.all([seller.refresh(), buyer.refresh()]);
    await finalized(id);
    await agree(items);
});
