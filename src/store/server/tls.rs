//! TLS connections to a server, as strict as `sslmode` requires: none, encrypted only, with a
//! certificate of a trusted authority, or with one for this host.

use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::{self, PemObject};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme,
};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::settings::{TlsMode, TrustedRoots};
use crate::text::system_error::reason;

/// The connector for a mode; `None` if nothing is encrypted.
///
/// The error is a sentence.
pub(super) fn connector(
    mode: TlsMode,
    roots: &TrustedRoots,
) -> Result<Option<MakeRustlsConnect>, String> {
    let provider = Arc::new(ring::default_provider());
    let chain = match mode {
        TlsMode::Disable => return Ok(None),
        TlsMode::Prefer | TlsMode::Require => None,
        TlsMode::VerifyCa | TlsMode::VerifyFull => Some(TrustedChain::load(roots, &provider)?),
    };
    let verifier = ModeVerifier {
        chain,
        checks_name: mode == TlsMode::VerifyFull,
        provider: provider.clone(),
    };
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth();
    Ok(Some(MakeRustlsConnect::new(config)))
}

/// Why the certificate of a server is not trusted.
pub(super) fn untrusted(error: &(dyn std::error::Error + 'static)) -> String {
    use CertificateError as Fault;
    let Some(Error::InvalidCertificate(fault)) = error.downcast_ref::<Error>() else {
        return error.to_string();
    };
    let words = match fault {
        Fault::UnknownIssuer => "no trusted authority signed it; sslrootcert=FILE names one",
        // The certificate of an authority is not that of a server.
        Fault::Other(other) if other.to_string() == "CaUsedAsEndEntity" => {
            "it signed itself; sslrootcert=FILE names one to trust"
        }
        Fault::NotValidForName | Fault::NotValidForNameContext { .. } => "it is for another host",
        Fault::Expired | Fault::ExpiredContext { .. } => "it has expired",
        Fault::NotValidYet | Fault::NotValidYetContext { .. } => "it is not valid yet",
        Fault::Revoked => "it was revoked",
        _ => return error.to_string(),
    };
    words.to_owned()
}

/// The trusted certificates.
#[derive(Debug)]
struct TrustedChain {
    certificates: Vec<CertificateDer<'static>>,
    verifier: Arc<WebPkiServerVerifier>,
}

impl TrustedChain {
    fn load(roots: &TrustedRoots, provider: &Arc<CryptoProvider>) -> Result<Self, String> {
        let certificates = match roots {
            TrustedRoots::OfSystem => rustls_native_certs::load_native_certs().certs,
            TrustedRoots::File(path) => CertificateDer::pem_file_iter(path)
                .and_then(Iterator::collect)
                .map_err(|error| {
                    let why = match &error {
                        pem::Error::Io(error) => reason(error),
                        _ => error.to_string(),
                    };
                    format!("{}: cannot read the certificates: {why}", path.display())
                })?,
        };
        let mut store = RootCertStore::empty();
        store.add_parsable_certificates(certificates.iter().cloned());
        let verifier =
            WebPkiServerVerifier::builder_with_provider(store.into(), provider.clone()).build();
        let verifier = verifier.map_err(|_| match roots {
            TrustedRoots::OfSystem => "this system trusts no certificates; name one with \
                                       sslrootcert=FILE"
                .to_owned(),
            TrustedRoots::File(path) => format!("{}: no certificates in this file", path.display()),
        })?;
        Ok(Self { certificates, verifier })
    }
}

/// Checks what the mode requires.
#[derive(Debug)]
struct ModeVerifier {
    chain: Option<TrustedChain>,
    checks_name: bool,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for ModeVerifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let Some(chain) = &self.chain else {
            return Ok(ServerCertVerified::assertion());
        };
        // The trusted certificate may be that of the server itself.
        if chain.certificates.contains(end_entity) {
            if self.checks_name {
                let parsed = ParsedCertificate::try_from(end_entity)?;
                rustls::client::verify_server_name(&parsed, name)?;
            }
            return Ok(ServerCertVerified::assertion());
        }
        match chain.verifier.verify_server_cert(end_entity, intermediates, name, ocsp, now) {
            Err(Error::InvalidCertificate(
                CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
            )) if !self.checks_name => Ok(ServerCertVerified::assertion()),
            verified => verified,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls12_signature(message, certificate, signature, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls13_signature(message, certificate, signature, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
