"""Where synthetic donors live: shares invented for a platform coordinated in Spain and used in 50+ countries."""

from __future__ import annotations

COUNTRIES: dict[str, float] = {
    "ES": 22.0, "IT": 13.0, "FR": 11.0, "DE": 10.0, "GB": 7.5,
    "PT": 4.0, "NL": 3.0, "BE": 2.4, "PL": 2.6, "RO": 1.8, "GR": 1.5, "SE": 1.5, "AT": 1.3, "CH": 1.3, "IE": 1.2,
    "CZ": 1.1, "HU": 1.0, "DK": 0.9, "NO": 0.7, "FI": 0.7, "BG": 0.7, "HR": 0.6, "RS": 0.5, "SK": 0.5, "SI": 0.4,
    "LT": 0.3, "LV": 0.25, "EE": 0.25, "CY": 0.25, "MT": 0.2, "LU": 0.25, "IS": 0.2, "AL": 0.2, "UA": 0.4, "TR": 0.6,
    "MX": 1.6, "AR": 1.5, "CO": 1.1, "BR": 1.0, "CL": 0.8, "PE": 0.5, "UY": 0.3, "EC": 0.3, "VE": 0.3, "CR": 0.25,
    "US": 1.6, "CA": 0.6, "AU": 0.6, "NZ": 0.25, "IN": 0.6, "IL": 0.4, "MA": 0.4, "EG": 0.3, "TN": 0.25, "ZA": 0.3,
    "JP": 0.25, "PK": 0.25, "LB": 0.2, "DO": 0.2, "GT": 0.2, "PA": 0.2, "PH": 0.2,
}  # fmt: skip
"""ISO 3166-1 alpha-2 code -> relative share."""

REGIONS: dict[str, dict[str, float]] = {
    "ES": {
        "ES-CT": 26, "ES-MD": 17, "ES-AN": 15, "ES-VC": 10, "ES-GA": 6, "ES-PV": 6, "ES-CL": 5, "ES-CM": 4, "ES-CN": 4,
        "ES-AR": 3, "ES-MC": 3, "ES-IB": 2, "ES-AS": 2, "ES-EX": 2, "ES-NC": 1.5, "ES-CB": 1, "ES-RI": 0.6,
    },
    "IT": {"IT-25": 22, "IT-62": 14, "IT-72": 11, "IT-82": 9, "IT-34": 9, "IT-45": 9, "IT-21": 8, "IT-52": 7},
    "FR": {"FR-IDF": 24, "FR-ARA": 14, "FR-NAQ": 10, "FR-OCC": 10, "FR-HDF": 9, "FR-PAC": 9, "FR-GES": 8, "FR-BRE": 6},
    "DE": {"DE-NW": 22, "DE-BY": 18, "DE-BW": 15, "DE-NI": 10, "DE-HE": 8, "DE-BE": 6, "DE-SN": 5, "DE-RP": 5},
    "GB": {"GB-ENG": 84, "GB-SCT": 8, "GB-WLS": 5, "GB-NIR": 3},
    "PT": {"PT-11": 30, "PT-13": 24, "PT-03": 10, "PT-01": 9, "PT-06": 6, "PT-08": 6},
}  # fmt: skip
"""Country -> ISO 3166-2 code of a region -> relative share."""
