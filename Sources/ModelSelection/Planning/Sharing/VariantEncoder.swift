import Learning
import TaskGraph

/// Encodes the variants of a step as ``Estimator/encode(into:writeValue:)`` does, and determines their paths.
///
/// A large grid has as many variants as candidates, and variants of one origin differ only in the varied parameters.
/// Each origin is therefore encoded once, with gaps, which are filled for each variant.
struct VariantEncoder {
    private let variants: GridVariants

    /// The common encoding of each origin's variants.
    private let forms: [Form]

    init(_ variants: GridVariants) {
        self.variants = variants
        forms = variants.origins.map { Form($0, variants.varied) }
    }

    /// Encodes a variant.
    func encode(_ variant: Int, into encoder: inout CanonicalEncoder) {
        encode(variant, into: &encoder, withPath: true)
    }

    /// Returns the hash of a variant without the path parameter, which is equal for variants of one path.
    ///
    /// - Parameter scratch: An encoder to write to.
    func pathDigest(of variant: Int, _ scratch: inout CanonicalEncoder) -> TaskKey {
        scratch.removeAll()
        encode(variant, into: &scratch, withPath: false)
        return scratch.digest
    }

    /// Returns the value of a variant's path parameter; 0 if it is not on a path.
    func pathPosition(of variant: Int) -> Double {
        guard let gap = form(of: variant).gaps.first(where: \.isPath) else { return 0 }
        return Double(value(gap, of: variant)) ?? 0
    }

    private func encode(_ variant: Int, into encoder: inout CanonicalEncoder, withPath: Bool) {
        let form = form(of: variant)
        for gap in form.gaps {
            encoder.append(encoded: gap.before)
            if withPath || !gap.isPath { value(gap, of: variant).encode(into: &encoder) }
        }
        encoder.append(encoded: form.rest)
    }

    private func form(of variant: Int) -> Form { forms[variants.origin(of: variant)] }

    private func value(_ gap: Form.Gap, of variant: Int) -> ParameterValue {
        gap.column.map { variants.values[variant * variants.varied.count + $0] } ?? gap.value
    }

    /// An encoded estimator with gaps for values.
    private struct Form {
        let gaps: [Gap]

        /// The bytes after the last gap.
        let rest: [UInt8]

        /// A varied parameter, or the path parameter.
        struct Gap {
            /// The bytes between the previous gap and this one.
            let before: [UInt8]

            /// The index among the varied parameters, or nil if it has the origin's value.
            let column: Int?
            let value: ParameterValue

            let isPath: Bool
        }

        init(_ origin: any Estimator, _ varied: [String]) {
            let path = (type(of: origin) as? any PathEstimator.Type)?.pathParameter
            var encoder = CanonicalEncoder()
            var gaps: [Gap] = []
            origin.encode(into: &encoder) { name, value, encoder in
                let column = varied.firstIndex(of: name)
                guard column != nil || name == path else { return value.encode(into: &encoder) }
                gaps.append(
                    Gap(before: encoder.bytes, column: column, value: value, isPath: name == path))
                encoder.removeAll()
            }
            self.gaps = gaps
            rest = encoder.bytes
        }
    }
}
