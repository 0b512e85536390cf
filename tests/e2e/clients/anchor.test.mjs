// Anchor's own client, given nothing but our IDL, against the vault of a running node.
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { idl, load, startNode, until } from './node.mjs';
import { Trader, lamportsOnly } from './trader.mjs';

const anchor = load('@coral-xyz/anchor');
const { Keypair, PublicKey, Transaction, TransactionInstruction } = load('@solana/web3.js');

let node;
let trader;
let program;

before(async () => {
    node = await startNode();
    trader = await Trader.enter(node);
    program = trader.program;
});
after(async () => node.stop());

async function eventsOf(signature) {
    const options = { commitment: 'confirmed', maxSupportedTransactionVersion: 0 };
    const found = await trader.connection.getTransaction(signature, options);
    assert.equal(found.meta.err, null);
    return [...new anchor.EventParser(program.programId, program.coder).parseLogs(found.meta.logMessages)];
}

async function refusedWith(name, call) {
    const { code } = idl.errors.find((error) => error.name === name);
    await assert.rejects(call, (error) => {
        const number = error.error?.errorCode?.number ?? error.code;
        assert.equal(number, code, String(error));
        return true;
    });
}

test('it finds the addresses of the venue that the node made', async () => {
    assert.equal(program.programId.toBase58(), node.programs.vault);
    const seeds = [Buffer.from('game'), Buffer.from(new anchor.BN(1).toArray('le', 8))];
    assert.equal(PublicKey.findProgramAddressSync(seeds, program.programId)[0].toBase58(), node.health.venue.address);
});

test('it decodes config and game', async () => {
    const [address] = PublicKey.findProgramAddressSync([Buffer.from('config')], program.programId);
    const config = await program.account.config.fetch(address);
    const game = await program.account.game.fetch(trader.game);
    assert.ok(config.admin.equals(game.authority));
    assert.equal(game.gameId.toString(), node.health.venue.id);
    assert.equal(game.treasury.toBase58(), node.health.venue.treasury);
    assert.equal(game.feeBps, node.health.venue.feeBps);
    assert.ok(game.currency.equals(PublicKey.default));
    assert.equal(game.newActivityPaused, false);
});

test('it deposits and withdraws, and reads the ledger and the events', async () => {
    const deposited = await trader.deposit(5_000_000_000);
    const account = { game: trader.game, player: trader.owner.publicKey, ...lamportsOnly };
    const [opened, first] = await eventsOf(deposited);
    assert.equal(opened.name, 'ledgerOpened');
    assert.equal(first.name, 'creditsDeposited');
    assert.ok(first.data.player.equals(trader.owner.publicKey));
    assert.equal(first.data.available.toString(), '5000000000');
    const withdrawn = await program.methods.withdrawCredits(new anchor.BN(2_000_000_000)).accounts(account).rpc();
    const [second] = await eventsOf(withdrawn);
    assert.equal(second.name, 'creditsWithdrawn');
    const ledger = await program.account.playerLedger.fetch(trader.ledgerAddress());
    assert.equal(ledger.available.toString(), '3000000000');
    assert.equal(ledger.grantCount, 0);
    assert.ok(ledger.game.equals(trader.game));
});

test('it registers and transfers an item', async () => {
    const id = randomBytes(32);
    const address = await trader.registerItem(id);
    const item = await program.account.item.fetch(address);
    assert.deepEqual(Buffer.from(item.itemId), id);
    assert.ok(item.owner.equals(trader.owner.publicKey));
    const heir = Keypair.generate().publicKey;
    const signature = await program.methods.transferItem(heir)
        .accounts({ game: trader.game, item: address, owner: trader.owner.publicKey }).rpc();
    const [event] = await eventsOf(signature);
    assert.equal(event.name, 'itemTransferred');
    assert.ok(event.data.to.equals(heir));
    assert.ok((await program.account.item.fetch(address)).owner.equals(heir));
    const owned = await program.account.item.all([{ memcmp: { offset: 8 + 32 + 32, bytes: heir.toBase58() } }]);
    assert.deepEqual(owned.map((one) => one.publicKey.toBase58()), [address.toBase58()]);
});

test('it lists and cancels a listing', async () => {
    const item = await trader.registerItem(randomBytes(32));
    const expires = new anchor.BN(Math.floor(Date.now() / 1000) + 600);
    const listingId = new anchor.BN(randomBytes(8));
    const accounts = { game: trader.game, item, seller: trader.owner.publicKey };
    await program.methods.createListing(listingId, new anchor.BN(77), expires).accounts(accounts).rpc();
    const { listing: address } = await program.methods.cancelListing(listingId).accounts(accounts).pubkeys();
    const listing = await program.account.listing.fetch(address);
    assert.equal(listing.price.toString(), '77');
    assert.ok(listing.item.equals(item));
    await program.methods.cancelListing(listingId).accounts(accounts).rpc();
    assert.equal(await program.account.listing.fetchNullable(address), null);
});

test('it registers a session key whose hash is that of the grant, and revokes it', async () => {
    const limits = trader.limits();
    const signature = await trader.registration(limits).rpc();
    const event = (await eventsOf(signature)).find((one) => one.name === 'sessionKeyInitialized');
    const hash = createHash('sha256').update(trader.grantBytes(limits)).digest();
    assert.deepEqual(Buffer.from(event.data.grantHash), hash);
    const { sessionAccount } = await trader.registration(limits).pubkeys();
    const session = await program.account.session.fetch(sessionAccount);
    assert.deepEqual(Buffer.from(session.grantHash), hash);
    assert.ok(session.session.equals(trader.session.publicKey));
    assert.equal(session.maxTotal.toString(), limits.maxTotal.toString());
    assert.equal(session.isRevoked, false);
    const ledger = await program.account.playerLedger.fetch(trader.ledgerAddress());
    assert.equal(ledger.grantCount, 1);
    assert.equal(ledger.grants[0].remaining.toString(), limits.maxTotal.toString());
    await program.methods.revokeSessionKey()
        .accounts({ game: trader.game, owner: trader.owner.publicKey, session: trader.session.publicKey,
            revoker: trader.owner.publicKey }).rpc();
    assert.equal((await program.account.session.fetch(sessionAccount)).isRevoked, true);
});

test('it names the vault\'s refusals by their codes', async () => {
    const account = { game: trader.game, player: trader.owner.publicKey, ...lamportsOnly };
    await refusedWith('InsufficientCredits', program.methods.withdrawCredits(new anchor.BN('9000000000000')).accounts(account).rpc());
    await refusedWith('InvalidAmount', program.methods.depositCredits(new anchor.BN(0)).accounts(account).rpc());
    await refusedWith('Unauthorized', program.methods.setPaused(true, true)
        .accounts({ game: trader.game, admin: trader.owner.publicKey }).rpc());
    const stranger = await Trader.enter(node);
    const item = await trader.registerItem(randomBytes(32));
    await refusedWith('NotItemOwner', stranger.program.methods.transferItem(stranger.owner.publicKey)
        .accounts({ game: trader.game, item, owner: stranger.owner.publicKey }).rpc());
});

test('it names the framework\'s refusals by Anchor\'s codes', async () => {
    const accounts = { game: trader.game, player: trader.owner.publicKey, ...lamportsOnly };
    await refusedWith('GameMismatch', program.methods.depositCredits(new anchor.BN(5))
        .accountsPartial({ ...accounts, vault: Keypair.generate().publicKey }).rpc());
    const instruction = await program.methods.depositCredits(new anchor.BN(5)).accounts(accounts).instruction();
    const refused = async (change, code) => {
        const transaction = new Transaction().add(new TransactionInstruction({ ...instruction, ...change }));
        await assert.rejects(program.provider.sendAndConfirm(transaction), (error) => {
            assert.match(String(error), new RegExp(`custom program error: 0x${code.toString(16)}\\b`));
            return true;
        });
    };
    await refused({ data: Buffer.alloc(16, 1) }, anchor.LangErrorCode.InstructionFallbackNotFound);
    await refused({ data: instruction.data.subarray(0, 12) }, anchor.LangErrorCode.InstructionDidNotDeserialize);
    await refused({ keys: instruction.keys.slice(0, 3) }, anchor.LangErrorCode.AccountNotEnoughKeys);
});

test('it hears events as they happen', async () => {
    const heard = [];
    const listener = program.addEventListener('creditsDeposited', (event, slot, signature) => heard.push({ event, signature }));
    const signature = await trader.deposit(1_234);
    const { event } = await until(() => heard.find((one) => one.signature === signature), 'the event');
    assert.equal(event.amount.toString(), '1234');
    await program.removeEventListener(listener);
});
