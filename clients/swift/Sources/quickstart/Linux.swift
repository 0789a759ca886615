#if !canImport(CryptoKit)
import COpenSSL
import Foundation
import TreatmentGuides

extension Cryptography {
    /// Where there is no CryptoKit: OpenSSL's.
    static let platform = Cryptography(
        isSigned: { key, content, signature in
            let key = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nil, [UInt8](key), key.count)
            let context = EVP_MD_CTX_new()
            defer {
                EVP_MD_CTX_free(context)
                EVP_PKEY_free(key)
            }
            guard key != nil, EVP_DigestVerifyInit(context, nil, nil, nil, key) == 1 else { return false }
            return EVP_DigestVerify(context, [UInt8](signature), signature.count, [UInt8](content), content.count) == 1
        },
        sha256: { content in
            var digest = [UInt8](repeating: 0, count: 32)
            SHA256([UInt8](content), content.count, &digest)
            return Data(digest)
        }
    )
}
#endif
