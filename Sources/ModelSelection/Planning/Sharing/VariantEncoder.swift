import Learning
import TaskGraph

/// Writes the variants of a step as ``Estimator/encode(into:writeValue:)`` does, and tells which stand on one path.
///
/// A large grid has as many variants as candidates, and those of one origin differ in the varied parameters alone. So
/// each origin is encoded once, with gaps; for a variant the gaps are filled.
struct VariantEncoder {
    private let variants: GridVariants

    /// What the variants of each origin have in common.
    private let forms: [Form]

    init(_ variants: GridVariants) {
        self.variants = variants
        forms = variants.origins.map { Form($0, variants.varied) }
    }

    /// Writes a variant.
    func encode(_ variant: Int, into encoder: inout CanonicalEncoder) {
        encode(variant, into: &encoder, withPath: true)
    }

    /// The hash of all of a variant but the parameter of its path: what variants of one path agree in.
    ///
    /// - Parameter scratch: an encoder to write into.
    func pathDigest(of variant: Int, _ scratch: inout CanonicalEncoder) -> TaskKey {
        scratch.removeAll()
        encode(variant, into: &scratch, withPath: false)
        return scratch.digest
    }

    /// Where a variant stands on its path; 0 if it is of none.
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

        /// A parameter that is varied, or is that of the path.
        struct Gap {
            /// The bytes between the gap before and this one.
            let before: [UInt8]

            /// The place among the varied parameters, or nil if it has the origin's value.
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
