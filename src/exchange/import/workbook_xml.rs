//! The XML of a workbook: attributes of its elements, and the error for damaged XML.

use quick_xml::events::BytesStart;

use crate::exchange::ExchangeError;

/// An attribute by its local name.
pub(super) fn attribute(
    element: &BytesStart<'_>,
    name: &[u8],
) -> Result<Option<String>, ExchangeError> {
    for found in element.attributes().with_checks(false) {
        let found = found.map_err(|error| damaged(&error))?;
        if found.key.local_name().as_ref().as_bytes() == name {
            let value = found.normalized_value(quick_xml::XmlVersion::Implicit1_0);
            return Ok(Some(value.map_err(|error| damaged(&error))?.into_owned()));
        }
    }
    Ok(None)
}

/// The error of a workbook that cannot be read.
pub(super) fn damaged(error: &dyn std::error::Error) -> ExchangeError {
    ExchangeError::NotAWorkbook(error.to_string())
}
