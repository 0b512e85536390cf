// Two traders with keys of their own: sign in, fund, trade, settle; then the chain is read with kit and web3.js alone.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { load, idl, startNode, until } from './node.mjs';
import { Trader } from './trader.mjs';

const anchor = load('@coral-xyz/anchor');
const kit = load('@solana/kit');
const bs58 = load('bs58').default;
const { Connection, PublicKey } = load('@solana/web3.js');

const price = 2_000_000_000n;
const deposits = { seller: 1_000_000_000n, buyer: 5_000_000_000n };

let node;
let seller;
let buyer;
let item;
let batch; ///< as the node's API tells it, finalized
let rpc;
let connection;

before(async () => {
    node = await startNode(['--slot-ms', '50', '--cut-interval-ms', '600000']);
    rpc = kit.createSolanaRpc(node.rpc);
    connection = new Connection(node.rpc, 'finalized');
    [seller, buyer] = await Promise.all([Trader.enter(node), Trader.enter(node)]);
    for (const [trader, lamports] of [[seller, deposits.seller], [buyer, deposits.buyer]]) {
        await trader.openSession();
        await trader.deposit(lamports.toString());
    }
    item = await seller.registerItem(randomBytes(32));
    await until(() => connection.getAccountInfo(item), 'finality: a batch opens with what is final');
});
after(async () => node.stop());

const address = (trader) => trader.owner.publicKey;
const statusOf = async (id, trader) => (await node.get(`/api/intents/${id}`, trader.accessToken)).status;
const batchAddress = () => {
    const seeds = [Buffer.from('batch'), seller.game.toBytes(), Buffer.from(batch.id, 'hex')];
    return PublicKey.findProgramAddressSync(seeds, seller.program.programId)[0];
};

/// Anchor's layout of a player ledger, read with kit's codecs alone.
const playerLedgerCodec = kit.getStructCodec([
    ['discriminator', kit.fixCodecSize(kit.getBytesCodec(), 8)],
    ['game', kit.getAddressCodec()],
    ['player', kit.getAddressCodec()],
    ['available', kit.getU64Codec()],
    ['locked', kit.getU64Codec()],
    ['lockSequence', kit.getU64Codec()],
    ['epoch', kit.getU64Codec()],
    ['grantCount', kit.getU32Codec()],
    ['reserved', kit.fixCodecSize(kit.getBytesCodec(), 4)],
    ['grants', kit.getArrayCodec(kit.getStructCodec([
        ['sessionTag', kit.getU64Codec()], ['remaining', kit.getU64Codec()],
        ['locked', kit.getU64Codec()], ['expiresAt', kit.getI64Codec()],
    ]), { size: 8 })],
]);

async function ledgerOf(trader) {
    const account = await kit.fetchEncodedAccount(rpc, kit.address(trader.ledgerAddress().toBase58()), { commitment: 'finalized' });
    assert.equal(account.programAddress, node.programs.vault);
    return playerLedgerCodec.decode(account.data);
}

test('an ask and a purchase, signed with no code of the node, are admitted and settle', async () => {
    const ask = await seller.post({ type: 'LIST', item, from: address(seller), amount: price });
    assert.equal(ask.status, 202, JSON.stringify(ask.json));
    assert.equal(ask.json.id, ask.id);
    const buy = await buyer.post({ type: 'BUY_NOW', item, from: address(seller), to: address(buyer), amount: price });
    assert.equal(buy.status, 202, JSON.stringify(buy.json));
    assert.equal(buy.json.id, buy.id);
    assert.equal((await node.request('POST', '/api/batches/run', {})).status < 300, true);
    await until(async () => (await statusOf(buy.id, buyer)) === 'settled', 'the settled purchase');
    assert.equal(await statusOf(ask.id, seller), 'settled');
    const intent = await node.get(`/api/intents/${buy.id}`, buyer.accessToken);
    batch = await until(async () => {
        const found = await node.get(`/api/batches/${intent.batchSeq}`);
        return found.state === 'finalized' && found;
    }, 'the finalized batch');
    assert.equal(batch.accepted, 1);
    assert.equal(batch.gross, price.toString());
});

test('kit finds the batch account, finished and named by the header', async () => {
    const account = await kit.fetchEncodedAccount(rpc, kit.address(batchAddress().toBase58()), { commitment: 'finalized' });
    assert.ok(account.exists);
    assert.equal(account.programAddress, node.programs.vault);
    const { discriminator } = idl.accounts.find((one) => one.name === 'Batch');
    assert.deepEqual([...account.data.subarray(0, 8)], discriminator);
    const decoded = seller.program.coder.accounts.decode('batch', Buffer.from(account.data));
    assert.equal(Buffer.from(decoded.batchId).toString('hex'), batch.headerHash);
    assert.ok('finalized' in decoded.phase, JSON.stringify(decoded.phase));
    assert.equal(decoded.debitTotal.toString(), price.toString());
    assert.equal(BigInt(decoded.creditTotal.toString()) + BigInt(decoded.fees.toString()), price);
    assert.equal(decoded.fees.toString(), batch.fees);
    assert.equal(decoded.itemsDelivered, 1);
});

test('kit reads who gained and who lost, to the lamport', async () => {
    const fee = (price * BigInt(node.health.venue.feeBps)) / 10_000n;
    assert.equal(batch.fees, fee.toString());
    const [sold, bought] = [await ledgerOf(seller), await ledgerOf(buyer)];
    assert.equal(sold.player, address(seller).toBase58());
    assert.equal(sold.available, deposits.seller + price - fee);
    assert.equal(bought.available, deposits.buyer - price);
    assert.equal(bought.grants[0].remaining, 10n ** 12n - price);
    assert.equal(bought.grants[0].sessionTag, Buffer.from(buyer.session.publicKey.toBytes()).readBigUInt64LE());
});

test('web3.js finds every ledger of the venue, and they add up to what lies in its vault', async () => {
    const { discriminator } = idl.accounts.find((one) => one.name === 'PlayerLedger');
    const filters = [
        { memcmp: { offset: 0, bytes: bs58.encode(Uint8Array.from(discriminator)) } },
        { memcmp: { offset: 8, bytes: seller.game.toBase58() } },
    ];
    const found = await connection.getProgramAccounts(seller.program.programId, { filters });
    const ledgers = found.map(({ account }) => seller.program.coder.accounts.decode('playerLedger', account.data));
    assert.deepEqual(ledgers.map((one) => one.player.toBase58()).sort(), [address(seller).toBase58(), address(buyer).toBase58()].sort());
    const game = await seller.program.account.game.fetch(seller.game);
    // No batch is open, so whatever `locked` says of an earlier one is in nobody's escrow.
    const owed = ledgers.reduce((sum, one) => sum + BigInt(one.available.toString()), 0n);
    const [vault] = PublicKey.findProgramAddressSync([Buffer.from('vault'), seller.game.toBytes()], seller.program.programId);
    const held = BigInt(await connection.getBalance(vault));
    assert.equal(owed + BigInt(game.fees.toString()), deposits.seller + deposits.buyer);
    assert.ok(held >= owed + BigInt(game.fees.toString()));
    assert.equal(game.settledBatches.toString(), '1');
    assert.ok(game.openBatch.equals(PublicKey.default));
});

test('web3.js and Anchor read the settlement out of its transaction', async () => {
    const rows = await connection.getSignaturesForAddress(batchAddress());
    const signatures = (await node.get(`/api/batches/${batch.seq}/transactions`)).items.map((one) => one.signature);
    assert.deepEqual(rows.map((one) => one.signature).sort(), signatures.toSorted());
    const parser = new anchor.EventParser(seller.program.programId, seller.program.coder);
    const events = [];
    for (const { signature } of rows) {
        const found = await connection.getTransaction(signature, { maxSupportedTransactionVersion: 0 });
        assert.equal(found.meta.err, null);
        events.push(...parser.parseLogs(found.meta.logMessages));
    }
    const settled = events.filter((one) => one.name === 'netBatchSettled');
    assert.equal(settled.length, 1);
    assert.equal(Buffer.from(settled[0].data.headerHash).toString('hex'), batch.headerHash);
    const moved = events.flatMap((one) => (one.name === 'netChunkCommitted' ? one.data.items : []));
    assert.deepEqual(moved.map((one) => [one.item.toBase58(), one.from.toBase58(), one.to.toBase58()]),
        [[item.toBase58(), address(seller).toBase58(), address(buyer).toBase58()]]);
    assert.ok((await seller.program.account.item.fetch(item)).owner.equals(address(buyer)));
});

test('an intent whose signature covers other bytes is refused', async () => {
    const now = Math.floor(Date.now() / 1000);
    const honest = buyer.intentBytes;
    buyer.intentBytes = function (intent) { return honest.call(this, { ...intent, amount: intent.amount - 1n }); };
    const { status, json } = await buyer.post({ type: 'BID', item, from: address(seller), to: address(buyer), amount: 7n, createdAt: now });
    buyer.intentBytes = honest;
    assert.equal(status, 403, JSON.stringify(json));
    assert.equal(json.code, 'SIGNATURE_INVALID');
});
