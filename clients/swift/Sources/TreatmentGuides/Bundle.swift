import Foundation
#if canImport(CryptoKit)
import CryptoKit
#endif

/// A bundle that may not be used: not signed by this key, not as it was signed, or not of what the app syncs.
public struct BadBundle: Error, Equatable {
    public let message: String
    init(_ message: String) { self.message = message }
}

/// Ed25519 and SHA-256.
public struct Cryptography: Sendable {
    /// Whether the signature of the content was made by this raw public key.
    public let isSigned: @Sendable (_ key: Data, _ content: Data, _ signature: Data) -> Bool
    public let sha256: @Sendable (Data) -> Data

    public init(isSigned: @escaping @Sendable (Data, Data, Data) -> Bool, sha256: @escaping @Sendable (Data) -> Data) {
        (self.isSigned, self.sha256) = (isSigned, sha256)
    }

    #if canImport(CryptoKit)
    /// Apple's own.
    public static let platform = Cryptography(
        isSigned: { key, content, signature in
            (try? Curve25519.Signing.PublicKey(rawRepresentation: key))?.isValidSignature(signature, for: content) ?? false
        },
        sha256: { Data(SHA256.hash(data: $0)) }
    )
    #endif
}

/// A signed archive of guides and pictures, shipped inside an app. What is read of it is as it was signed.
public struct Bundle: Sendable {
    private static let format = 1
    private static let mostUnsigned = 16 * 1024 * 1024

    public let manifest: JSON
    private let archive: Zip
    private let cryptography: Cryptography
    private let files: [String: JSON]

    /// `publicKey`: as `bundles/` names it. Keep it in your app; never take it from where the bundle comes from.
    public init(_ data: Data, publicKey: String, cryptography: Cryptography) throws {
        archive = try Zip(data)
        let content = try archive.read("manifest.json", most: Self.mostUnsigned)
        let written = String(decoding: try archive.read("manifest.sig", most: Self.mostUnsigned), as: UTF8.self)
        guard
            let key = Data(base64Encoded: publicKey),
            let signature = Data(base64Encoded: written.trimmingCharacters(in: .whitespacesAndNewlines)),
            cryptography.isSigned(key, content, signature)
        else { throw BadBundle("This bundle is not signed by that key.") }
        manifest = try JSON(content)
        guard let format = manifest["format"].int, format <= Self.format else {
            throw BadBundle("This bundle has a format that is newer than this app.")
        }
        self.cryptography = cryptography
        files = Dictionary(manifest["files"].list.map { ($0["path"].string ?? "", $0) }) { one, _ in one }
    }

    public func contains(_ path: String) -> Bool { files[path] != nil }

    /// Throws BadBundle where the file is not there or not as it was signed.
    public func read(_ path: String) throws -> Data {
        guard let signed = files[path], let size = signed["bytes"].int else { throw BadBundle("The bundle has no \(path).") }
        let content = try archive.read(path, most: size)
        let digest = cryptography.sha256(content).map { String(format: "%02x", $0) }.joined()
        guard digest == signed["sha256"].string else { throw BadBundle("\(path) is not as it was signed.") }
        return content
    }

    /// The file of a picture that the bundle has and that suits `width` best; nil where it has none.
    public func read(_ picture: Picture, width: Int, drawn: [String] = drawnByAll) throws -> Data? {
        try picture.file(width: width, drawn: drawn) { contains(path(of: $0)) }.map { try read(path(of: $0)) }
    }

    private func path(of file: PictureFile) -> String { "pictures/\(file.url.split(separator: "/").last ?? "")" }

    /// Make the bundle the copy, where there is no whole one yet; returns whether it did. `selection` is what the app syncs, of which the
    /// bundle must be: `sync` goes on from it, and brings what was published since. Call it before you sync.
    @discardableResult
    public func seed(_ store: Store, _ selection: Selection) throws -> Bool {
        let state = try store.readState()
        if let state, state.shown > 0, !state.partial { return false }
        let page = try JSON(read("page.json"))
        guard isOf(selection, page), let token = page["next_sync_token"].string else {
            throw BadBundle("The bundle is of \(manifest["locales"].strings), branch \(manifest["branch"].string ?? "none"): sync by that very selection.")
        }
        var begun = begin(selection, state)
        (begun.syncToken, begun.recalls, begun.shown, begun.partial) = (token, page["recalls"].list, begun.making, false)
        try store.write(page["items"].list.map(Item.init), begun)
        return true
    }

    /// A copy of something else would be shown until the first sync, and then be thrown away.
    private func isOf(_ selection: Selection, _ page: JSON) -> Bool {
        let branch = manifest["branch"].string
        let slug = page["items"].list.map(Item.init).first { $0.type == "branch" && $0.id == branch }?.slug
        let isWhole = selection == Selection(locales: selection.locales, branch: selection.branch)
        let isOfBranch = selection.branch == branch || (slug != nil && selection.branch == slug)
        return isWhole && Set(selection.locales ?? []) == Set(manifest["locales"].strings) && isOfBranch
    }
}
